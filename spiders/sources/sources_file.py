"""The web's part of the configuration file: the contact, what may be connected to, and the sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spiders.identity.urls import UrlError, normalise
from spiders.network.allow_rules import allow_rule
from spiders.sources.declaration import TablePlace, read_table, read_toml
from spiders.sources.source import Source

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_HOST = re.compile(r"[\w.-]+(:\d{1,5})?")
_CONTACT = re.compile(r"(mailto:)?[^@\s()]+@[^@\s()]+\.[^@\s()]+|https?://[^\s()]+")


@dataclass(frozen=True, kw_only=True)
class WebConfiguration:
    """Everything that a crawl needs to know of the configuration."""

    contact: str = ""
    network_allow: tuple[str, ...] = ()
    """Networks that may be connected to although they are not public, with ports."""
    sources: Mapping[str, Source] = field(default_factory=dict)

    @property
    def user_agent(self) -> str:
        """Name, version and contact, as every request states them."""
        from importlib.metadata import version  # here: it takes 20 ms, and only who requests needs it

        return f"copydesk/{version('copydesk')} (+{self.contact})"

    @property
    def former_hosts(self) -> dict[str, tuple[str, ...]]:
        """The hosts at which each source stood before."""
        return {source.name: source.former_hosts for source in self.sources.values()}


@dataclass(frozen=True)
class _Network:
    allow: tuple[str, ...] = ()


def read_sources(path: Path) -> WebConfiguration:
    """The web's part of a configuration file, checked. Raises ConfigError."""
    return web_part(read_toml(path), path)


def web_part(values: Mapping[str, Any], path: Path) -> WebConfiguration:
    """Contact, network rules and sources of a configuration's tables. Raises ConfigError."""
    return WebConfiguration(
        contact=_contact(values, TablePlace(path, "copydesk")),
        network_allow=_network(values.get("network", {}), TablePlace(path, "network")),
        sources=_sources(values.get("sources", {}), TablePlace(path, "sources")),
    )


def source_problems(source: Source) -> Iterator[tuple[str, str]]:
    """(key, problem) of every value of a source that has the right type and still cannot be used."""
    for key, url in source.listed():
        yield from _url_problems(key, url)
    for hub in source.hubs:
        yield from _url_problems("hubs", hub)
    for host in source.former_hosts:
        if not _HOST.fullmatch(host):
            yield (
                "former_hosts",
                f"{host!r} is not a host; write it without scheme and path: old.example",
            )
    for key in ("allow", "deny"):
        for pattern in getattr(source, key):
            yield from _pattern_problems(key, pattern)
    for key in ("prune", "select"):
        for selector in getattr(source, key):
            yield from _selector_problems(key, selector)


def _contact(values: Mapping[str, Any], place: TablePlace) -> str:
    desk = values.get("copydesk")
    if not isinstance(desk, Mapping):
        raise place.error("", "is missing")
    contact = desk.get("contact")
    if contact is None:
        raise place.error("contact", "is missing")
    if not isinstance(contact, str) or not _CONTACT.fullmatch(contact):
        raise place.error(
            "contact", "must be an email address or URL at which the operators of a site can reach you"
        )
    return contact


def _network(table: Any, place: TablePlace) -> tuple[str, ...]:
    network = read_table(_Network, table, place)
    for text in network.allow:
        try:
            allow_rule(text)
        except ValueError as error:
            problem = f"{error}; write a network with an optional port or range, like 127.0.0.1:8700-8799"
            raise place.error("allow", problem) from error
    return network.allow


def _sources(tables: Any, place: TablePlace) -> dict[str, Source]:
    if not isinstance(tables, Mapping):
        raise place.error("", "must be tables, like [sources.example-news]")
    return {name: _source(name, table, place.below(name)) for name, table in tables.items()}


def _source(name: str, table: Any, place: TablePlace) -> Source:
    if not _NAME.fullmatch(name):
        raise place.error("", "a name is lower case letters, digits, '_' and '-', 64 at most")
    source = read_table(Source, table, place, name=name)
    for key, problem in source_problems(source):
        raise place.error(key, problem)
    return source


def _url_problems(key: str, url: str) -> Iterator[tuple[str, str]]:
    try:
        normalise(url)
    except UrlError as error:
        yield key, str(error)


def _pattern_problems(key: str, pattern: str) -> Iterator[tuple[str, str]]:
    try:
        re.compile(pattern)
    except re.error as error:
        yield key, f"{pattern!r} is not a regular expression: {error}"


def _selector_problems(key: str, selector: str) -> Iterator[tuple[str, str]]:
    # Every verb reads a configuration, few have selectors in theirs.
    import cssselect
    from lxml import etree

    try:
        if selector.startswith(("/", ".//")):
            etree.XPath(selector)
        else:
            cssselect.parse(selector)
    except (etree.XPathError, cssselect.SelectorError) as error:
        yield key, f"{selector!r} is neither a CSS selector nor an XPath: {error}"
