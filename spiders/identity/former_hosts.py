"""URLs that a page may have had before its site moved to another host.

Observed: a blog gets a domain of its own, a paper drops its `www.` or goes to https, and both keep their
paths. Most sites redirect the old URLs, some cannot (the old host is gone). The rule: the same path and query
at each former host, with http and https, with and without `www.`. Exceptions: a move that changes paths as
well is known by redirects alone. Whoever uses these URLs compares the texts, since another story may stand
there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit, urlunsplit

from spiders.identity.urls import UrlError, normalise

FormerHosts = Mapping[str, Sequence[str]]
"""Former hosts by the name of the source."""


def urls_at(url: str, hosts: Iterable[str]) -> list[str]:
    """The URLs of the same page at other hosts (each with its port, if any), in normal form, without `url`.

    `url` is a normalised URL.
    """
    parts = urlsplit(url)
    plain = [host.removeprefix("www.") for host in hosts]
    found: dict[str, None] = {}
    for host in plain:
        for netloc in (host, f"www.{host}"):
            for scheme in ("https", "http"):
                try:
                    found[normalise(urlunsplit((scheme, netloc, parts.path, parts.query, "")))] = None
                except UrlError:
                    continue
    found.pop(url, None)
    return list(found)
