"""Findings about one source. Pure.

One cause is one finding: a source that robots.txt forbids has not failed too, and one that failed is not also
quiet. Each kind has its rule below; shares are held against the source's own past (`flows.alerts.shares`). A
single failed look counts at once, since the crawl has retried by then; what comes and goes is reported rarely
all the same (`flows.alerts.memory`).

A move shows as a response of another host. That a redirect is permanent is not believed of one look: sites
redirect elsewhere while they are repaired. It is over when no document was served by another host for a day.
Links off the site are denied in silence, so a blog that moved would lose every new article with all its
documents read: they count from five a day and a fifth of all, or from two that are nearly all. Where they
lead to the host that serves the documents, too, they are the same move, which is reported by itself once it
is confirmed. Texts count as collapsed when their median length falls to less than two fifths of what it was,
and are well again above three fifths.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from flows.alerts.evidence import DocumentLook, PageCounts, Watched
from flows.alerts.expectations import unexpected
from flows.alerts.finding import Finding, Kind
from flows.alerts.shares import FEWEST, has_jumped, is_back, past_share
from flows.sources.advice import advice_of_reason
from spiders.identity.urls import domain_of, site_of
from spiders.sources.source import Source
from warehouse.values import FetchOutcome, FetchReason

LOOKS_MOVED = 3
OFF_SITE, OFF_SITE_SHARE, OFF_SITE_MOST = 5, 0.2, 0.8
SHORT, LONG_AGAIN = 0.4, 0.6
TITLES, TITLE_SHARE, TITLE_BACK = 5, 0.2, 0.1

Open = Mapping[str, Finding]


def source_findings(source: Source, watched: Watched, still: Open) -> Iterator[Finding]:
    """What is wrong with a source; `still` are the findings that were open before, by key."""
    trouble = [*_robots(source, watched, still), *_unread(source, watched)]
    yield from trouble
    yield from _moved(source, watched, still)
    yield from _off_site(source, watched, still)
    if not any(finding.kind in (Kind.FAILED, Kind.ROBOTS) for finding in trouble):
        yield from unexpected(source, watched.history)
    yield from _collapsed(source.name, watched, still)
    yield from _one_title(source.name, watched, still)
    for rule in _SHARES:
        yield from rule(source.name, watched, still)


def _robots(source: Source, watched: Watched, still: Open) -> Iterator[Finding]:
    forbidden = [look for look in watched.documents if look.reason == FetchReason.ROBOTS and look.was_read]
    now, before = watched.recent_links, watched.past_links
    what = f"{len(forbidden)} of {len(watched.documents)} documents" if forbidden else ""
    found = _jumped(Kind.ROBOTS, source.name, still, now.forbidden, now.seen, (before.forbidden, before.seen))
    if not what and found is not None:
        what = f"{now.forbidden} of the last {now.seen} article links"
    if what:
        text = f"its robots.txt now forbids {what}: ask the publisher, or set enabled = false"
        yield Finding(Kind.ROBOTS, source.name, text, past=found)


def _unread(source: Source, watched: Watched) -> Iterator[Finding]:
    lost = [look for look in watched.documents if FetchOutcome.of(look.outcome).is_lost]
    unread = [look for look in lost if not (look.reason == FetchReason.ROBOTS and look.was_read)]
    if unread and len(lost) == len(watched.documents):
        since = min((look.failing_since for look in unread if look.failing_since), default=None)
        begin = f" since {since:%Y-%m-%d %H:%M} UTC" if since else ""
        reasons = ", ".join(dict.fromkeys(look.reason for look in unread))
        text = f"no document could be read{begin} ({reasons}){_advice(unread)}"
        yield Finding(Kind.FAILED, source.name, text)
        return
    for look in unread:
        kind = look.kind.replace("_", " ")
        text = f"the {kind} {look.url} could not be read ({look.reason}){_advice([look])}"
        yield Finding(Kind.UNREAD, source.name, text, look.url)


def _advice(looks: Iterable[DocumentLook]) -> str:
    found = next(filter(None, (advice_of_reason(look.reason) for look in looks)), None)
    return f": {found}" if found else ""


def _moved(source: Source, watched: Watched, still: Open) -> Iterator[Finding]:
    for look in watched.documents:
        what = f"the {look.kind.replace('_', ' ')} {look.url}"
        host = _other_host(look)
        was = _open_move(source, look, still)
        if look.moved_to:
            text = f"{what} has moved permanently to {look.moved_to}: `copydesk sources move {source.name}`"
            yield Finding(Kind.MOVED, source.name, text, look.url)
        elif host:
            moved = f"if the site has moved there, `copydesk sources move {source.name} --to https://{host}/`"
            yield Finding(Kind.MOVED, source.name, f"{what} is served by {host}: {moved}", look.url)
        elif was and look.hosts_lately - {domain_of(look.url)}:
            yield was


def _open_move(source: Source, look: DocumentLook, still: Open) -> Finding | None:
    return still.get(Finding(Kind.MOVED, source.name, "", look.url).key)


def _other_host(look: DocumentLook) -> str | None:
    """The one other host of the last responses."""
    seen = set(look.hosts[:LOOKS_MOVED])
    is_one = len(look.hosts) >= LOOKS_MOVED and len(seen) == 1 and seen != {domain_of(look.url)}
    return seen.pop() if is_one else None


def _off_site(source: Source, watched: Watched, still: Open) -> Iterator[Finding]:
    links = watched.recent_links
    if site_of(f"https://{links.off_site_host}/") == site_of(source.home):
        return  # its table knows by now
    host = domain_of(f"https://{links.off_site_host}/")
    for look in watched.documents:
        was_there = host in look.hosts_lately and _open_move(source, look, still)
        if was_there or look.hosts[:1] == (host,):
            return  # the same move
    is_regular = links.off_site >= OFF_SITE and links.off_site >= OFF_SITE_SHARE * links.seen
    if is_regular or 2 <= links.off_site >= OFF_SITE_MOST * links.seen:
        where = f"{links.off_site} of the last {links.seen} article links lead to {links.off_site_host}"
        moved = f"if the site has moved there, `copydesk sources move {source.name} --to URL`"
        text = f"{where}, off its site, and are not fetched: {moved}; if not, an allow pattern takes them"
        yield Finding(Kind.OFF_SITE, source.name, text)


def _collapsed(name: str, watched: Watched, still: Open) -> Iterator[Finding]:
    now, before = watched.recent, watched.past
    key = Finding(Kind.EXTRACTION, name, "").key
    rejected = _jumped(
        Kind.EXTRACTION, name, still, now.rejected, now.pages, (before.rejected, before.pages), "rejected"
    )
    if rejected is not None:
        text = f"{now.rejected} of the last {now.pages} pages gave no text: was the site rebuilt?"
        yield Finding(Kind.EXTRACTION, name, text, "rejected", past=rejected)
    was = still.get(f"{key} words")
    words = was.past if was and was.past else before.words
    if (was is None and min(now.landed, before.landed) < FEWEST) or not words:
        return
    if now.words < (LONG_AGAIN if was else SHORT) * words:
        text = f"the last texts have {now.words:.0f} words, {words:.0f} before: was the site rebuilt?"
        yield Finding(Kind.EXTRACTION, name, text, "words", past=words)


def _one_title(name: str, watched: Watched, still: Open) -> Iterator[Finding]:
    count, total = watched.title_count, watched.title_of
    is_open = Finding(Kind.TITLE, name, "").key in still
    share = TITLE_BACK if is_open else TITLE_SHARE
    if total and count / total >= share and (is_open or count >= TITLES):
        text = f"{count} of the last {total} articles have one title: is it the title of the site?"
        yield Finding(Kind.TITLE, name, text, quote=watched.title)


def _jumped(
    kind: Kind, name: str, still: Open, count: int, total: int, before: tuple[int, int], about: str = ""
) -> float | None:
    """The past share, where the present one has jumped from it, or had and is not back yet."""
    was = still.get(Finding(kind, name, "", about).key)
    if was is not None and was.past is not None:
        return None if is_back(count, total, was.past) else was.past
    past = past_share(*before)
    return past if before[1] >= FEWEST and has_jumped(count, total, past) else None


def _share(
    kind: Kind, what: str, of: Callable[[PageCounts], tuple[int, int]]
) -> Callable[[str, Watched, Open], Iterator[Finding]]:
    def rule(name: str, watched: Watched, still: Open) -> Iterator[Finding]:
        count, total = of(watched.recent)
        past = _jumped(kind, name, still, count, total, of(watched.past))
        if past is not None:
            yield Finding(kind, name, f"{count} of the last {total} {what}, {past:.0%} before", past=past)

    return rule


_SHARES = (
    _share(Kind.LISTS, "pages are lists of articles", lambda pages: (pages.lists, pages.pages)),
    _share(Kind.WALLS, "pages are walls", lambda pages: (pages.walls, pages.pages)),
    _share(Kind.DUPLICATES, "articles are duplicates", lambda pages: (pages.duplicates, pages.firsts)),
)
