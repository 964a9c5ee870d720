"""Documents of a source that the site has moved for good, and the configuration with their new URLs.

A move counts when the last LOOKS looks at a document all ended at the same other URL, each by
permanent redirects alone (301, 308; RFC 9110, 15.4): sites redirect elsewhere while they are repaired, and
send people to pages of consent or of their country with the others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit, urlunsplit

from spiders.fetching.outcome import MOVED_REMARK
from spiders.identity.urls import domain_of, normalise, site_of
from spiders.sources.source import Source
from warehouse.query.connection import connect_landed
from warehouse.snapshots.snapshot import Snapshot
from warehouse.sql import execute

LOOKS = 3


def moved_documents(snapshot: Snapshot, source: Source) -> dict[str, str]:
    """New URLs of a source's documents, by the old ones as its table writes them."""
    with connect_landed(snapshot) as database:
        looks = execute(database, "sources/last_looks", looks=LOOKS, moved=MOVED_REMARK, source=source.name)
        rows = looks.fetchall()
    found = {url: targets[0] for url, targets, moved in rows if is_move(url, targets, moved)}
    return {url: found[normalise(url)] for url in _written(source) if normalise(url) in found}


def moved_to(source: Source, home: str) -> dict[str, str]:
    """The same where the operator says that the site is at `home` now: its documents keep their paths."""
    new = urlsplit(normalise(home))
    return {
        url: normalise(urlunsplit(urlsplit(url)._replace(scheme=new.scheme, netloc=new.netloc)))
        for url in _written(source)
        if domain_of(url) == domain_of(source.home)
    }


def former_hosts(source: Source, found: Mapping[str, str]) -> list[str]:
    """The hosts that the site has left by these moves, behind those that it had left before."""
    left = [
        domain_of(old)
        for old, new in found.items()
        if site_of(old) == site_of(source.home) and _origin(old) != _origin(new)
    ]
    return list(dict.fromkeys((*source.former_hosts, *left)))


def is_move(url: str, targets: list[str | None], moved: list[bool]) -> bool:
    """Whether the last looks at a document, where they ended and whether for good, are a move."""
    return len(moved) == LOOKS and all(moved) and len(set(targets)) == 1 and targets[0] not in (None, url)


def with_moves(config: str, name: str, found: Mapping[str, str], hosts: Sequence[str] = ()) -> str:
    """The text of a configuration with new URLs in the table of a source; all else stays as it is.

    `hosts` are written as its `former_hosts`. A source that has no table of its own stays as it is.
    """
    table = re.search(
        rf"^\[sources\.[\"']?{re.escape(name)}[\"']?\][^\n]*\n(?:(?!\[)[^\n]*\n?)*", config, re.MULTILINE
    )
    if table is None:
        return config
    text = table[0]
    for old, new in found.items():
        for quote in "\"'":
            text = text.replace(f"{quote}{old}{quote}", f"{quote}{new}{quote}")
    if hosts:
        text = _with_former_hosts(text, hosts)
    return config[: table.start()] + text + config[table.end() :]


def _with_former_hosts(table: str, hosts: Sequence[str]) -> str:
    line = f"former_hosts = {json.dumps(list(hosts))}"
    text, count = re.subn(r"^former_hosts\s*=\s*\[[^\]]*\]", lambda _: line, table, flags=re.MULTILINE)
    if count:
        return text
    head, _, rest = table.partition("\n")
    return f"{head}\n{line}\n{rest}"


def _written(source: Source) -> Iterator[str]:
    """The URLs of a source's documents as its table writes them."""
    yield from (url for _, url in source.listed())


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc
