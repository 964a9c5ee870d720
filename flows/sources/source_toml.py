"""From what a probe saw to a table of the configuration. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from urllib.parse import urljoin

from spiders.identity.urls import domain_of, site_of
from spiders.probe import ProbeResult
from spiders.sources.opml import Subscription
from spiders.sources.source import Source
from warehouse.values import FetchOutcome

MAX_FEEDS = 3


def choose(probed: Iterable[ProbeResult], backfill: bool = False) -> dict[str, list[str]]:
    """The documents to watch a site by: a news sitemap and the best feeds; else, or to `backfill`, a sitemap.

    Feeds come in the order in which the front page names them: the first is the site's main one. A news
    sitemap holds everything of the last two days, a feed only its last entries, a plain sitemap what both no
    longer hold. Of several feeds with the same entries (RSS and Atom of one blog, one feed at two URLs)
    that counts which the site names first.
    """
    probed = sorted(probed, key=lambda one: one.place)
    good = [one for one in probed if one.outcome == FetchOutcome.FETCHED and one.links]
    news = [one.url for one in good if one.kind == "news_sitemap"][:1]
    feeds: list[ProbeResult] = []
    for one in good:
        if one.kind == "feed" and not any(_is_same(one, other) for other in feeds):
            feeds.append(one)
    sitemaps = [one.url for one in good if one.kind == "sitemap"][:1]
    chosen = {
        "feeds": [one.url for one in feeds][:MAX_FEEDS],
        "sitemaps": [*news, *(sitemaps if backfill else [])] or ([] if feeds else sitemaps),
    }
    return {key: urls for key, urls in chosen.items() if urls}


def hubs_of(probed: Iterable[ProbeResult], feeds: Iterable[str]) -> list[str]:
    """The WebSub hubs that the chosen feeds name, each once."""
    hubs = {one.url: one.hubs for one in probed}
    return list(dict.fromkeys(hub for feed in feeds for hub in hubs.get(feed, ())))


def _is_same(one: ProbeResult, other: ProbeResult) -> bool:
    """Whether two feeds bring the same: same count and date, or four fifths of the shorter one's entries."""
    if (one.links, one.newest) == (other.links, other.newest):
        return True
    fewer = min(len(one.sample), len(other.sample))
    return fewer > 0 and len(set(one.sample) & set(other.sample)) * 5 >= fewer * 4


def table_text(name: str, home: str, lists: Mapping[str, Sequence[str]], backfill: bool = False) -> str:
    """A source's table as TOML; with `backfill` entries of sitemaps are taken whatever their age."""
    lines = [f"[sources.{name}]", f"home = {_toml(home)}"]
    lines += [f"{key} = [{', '.join(map(_toml, values))}]" for key, values in lists.items()]
    lines += ["limits = { max_age_days = 0 }"] if backfill else []
    return "\n".join(lines) + "\n"


def name_for(url: str, taken: Collection[str]) -> str:
    """A name for a site's source that is not taken yet: `example-org`, `example-org-2`."""
    words = re.sub(r"[^a-z0-9]+", "-", domain_of(url)).strip("-")[:60]
    candidates = [words, *(f"{words}-{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in candidates if name not in taken)


def subscribed(subscriptions: Iterable[Subscription], sources: Mapping[str, Source]) -> list[str]:
    """Tables for the subscriptions that no source has, one a site."""
    known = {feed for source in sources.values() for feed in source.feeds}
    sites: dict[str, list[Subscription]] = {}
    for item in subscriptions:
        if item.feed not in known:
            sites.setdefault(site_of(item.site or item.feed), []).append(item)
    taken, texts = set(sources), []
    for items in sites.values():
        home = next((item.site for item in items if item.site), urljoin(items[0].feed, "/"))
        name = name_for(home, taken)
        taken.add(name)
        texts.append(table_text(name, home, {"feeds": [item.feed for item in items]}))
    return texts


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
