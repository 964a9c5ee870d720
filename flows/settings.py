"""The configuration: who asks, what may be connected to, how long things are kept, and the sources."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import cssselect
from lxml import etree

from flows.declaration import ConfigError, Place, read_table
from spiders.network import allow_rule
from spiders.source import Source
from spiders.urls import UrlError, normalise

__all__ = ["ConfigError", "Settings", "load_settings"]

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_CONTACT = re.compile(r"(mailto:)?[^@\s()]+@[^@\s()]+\.[^@\s()]+|https?://[^\s()]+")


@dataclass(frozen=True)
class Settings:
    """Everything that the configuration states; `Settings()` is a run without sources."""

    contact: str = ""
    window_days: int = 14
    """Days back in which copies of an article are looked for."""
    workers: int = 0
    """Extraction processes; 0 is one per core."""
    network_allow: tuple[str, ...] = ()
    """Networks that may be connected to although they are not public, with ports."""
    retention: Retention = field(default_factory=lambda: Retention())
    sources: Mapping[str, Source] = field(default_factory=dict)

    @property
    def user_agent(self) -> str:
        """Name, version and contact, as every request states them."""
        return f"copydesk/{version('copydesk')} (+{self.contact})"


@dataclass(frozen=True)
class Retention:
    """Days that things are kept; 0 keeps them for ever."""

    pages_days: int = 90
    signatures_days: int = 60
    snapshots_days: int = 7


@dataclass(frozen=True)
class _Desk:
    contact: str
    window_days: int = 14
    workers: int = 0


@dataclass(frozen=True)
class _Network:
    allow: tuple[str, ...] = ()


@dataclass(frozen=True)
class _File:
    copydesk: _Desk
    network: _Network = _Network()
    retention: Retention = Retention()


def load_settings(path: Path) -> Settings:
    """Reads and checks a configuration file. Raises ConfigError, which names file, table and key."""
    values = _toml(path)
    sources = values.pop("sources", {})
    file = read_table(_File, values, Place(path, ""))
    _check_desk(file, path)
    return Settings(
        contact=file.copydesk.contact,
        window_days=file.copydesk.window_days,
        workers=file.copydesk.workers,
        network_allow=file.network.allow,
        retention=file.retention,
        sources=_sources(sources, Place(path, "sources")),
    )


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        problem = "there is no such file; `copydesk init` writes one, --config names another"
        raise ConfigError(path, "", "", problem) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(path, "", "", f"cannot be read: {error}") from error


def _check_desk(file: _File, path: Path) -> None:
    if not _CONTACT.fullmatch(file.copydesk.contact):
        problem = "must be a mail or web address at which the operators of a site can reach you"
        raise ConfigError(path, "copydesk", "contact", problem)
    for text in file.network.allow:
        try:
            allow_rule(text)
        except ValueError as error:
            problem = f"{error}; write a network with an optional port or range, like 127.0.0.1:8700-8799"
            raise ConfigError(path, "network", "allow", problem) from error


def _sources(tables: Any, place: Place) -> dict[str, Source]:
    if not isinstance(tables, Mapping):
        raise place.error("", "must be tables, like [sources.example-news]")
    return {name: _source(name, table, place.below(name)) for name, table in tables.items()}


def _source(name: str, table: Any, place: Place) -> Source:
    if not _NAME.fullmatch(name):
        raise place.error("", "a name is lower case letters, digits, '.', '_' and '-', 64 at most")
    source = read_table(Source, table, place, name=name)
    for key, problem in source_problems(source):
        raise place.error(key, problem)
    return source


def source_problems(source: Source) -> Iterator[tuple[str, str]]:
    """(key, problem) of every value of a source that has the right type and still cannot be used."""
    for key in ("feeds", "sitemaps", "sections"):
        for url in getattr(source, key):
            yield from _url_problems(key, url)
    yield from _url_problems("home", source.home)
    for key in ("allow", "deny"):
        for pattern in getattr(source, key):
            yield from _pattern_problems(key, pattern)
    for key in ("prune", "select"):
        for selector in getattr(source, key):
            yield from _selector_problems(key, selector)


def _url_problems(key: str, url: str) -> Iterator[tuple[str, str]]:
    try:
        normalise(url)
    except UrlError as error:
        yield key, str(error)


def _pattern_problems(key: str, pattern: str) -> Iterator[tuple[str, str]]:
    try:
        re.compile(pattern)
    except re.error as error:
        yield key, f"{pattern!r} is no regular expression: {error}"


def _selector_problems(key: str, selector: str) -> Iterator[tuple[str, str]]:
    try:
        if selector.startswith(("/", ".//")):
            etree.XPath(selector)
        else:
            cssselect.parse(selector)
    except (etree.XPathError, cssselect.SelectorError) as error:
        yield key, f"{selector!r} is neither a CSS selector nor an XPath: {error}"
