"""Whether a URL is requested in this run. Pure: the past and the time go in, a reason comes out.

Observed: most corrections come in the first hours, few after two days, and a front page names the same
hundred articles all day. The rule: a young article is requested again every time it is seen, an older one
when an eighth of its age has gone by since the last time. What failed for good is requested again after
a growing pause; what failed for the moment is requested in the next run, seen or not. An article that was
read once and is gone (404, 410) is requested LOOKS_WHEN_GONE times more after these pauses, some two weeks,
though nothing names it: pages come back, and a feed that lists the old ones still does not change by it. A
correction of an old article is seen late, by an eighth of its age at most; that is what the rule costs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from spiders.fetching.known import Known
from spiders.identity.urls import domain_of, site_of
from spiders.sources.source import Source
from warehouse.values import FetchKind, FetchReason, RetryPolicy

YOUNG = timedelta(hours=6)
WATCHED = timedelta(hours=48)
_FIRST_PAUSE = timedelta(hours=1)
_LONGEST_PAUSE = timedelta(days=30)
_MAX_RETRIES = 8
LOOKS_WHEN_GONE = 4
_GONE = (FetchReason.HTTP_404, FetchReason.HTTP_410)
_OFF_SITE = "not on "
_AT_ONCE = (RetryPolicy.NEXT_RUN, RetryPolicy.WHEN_SEEN)


def skip_reason(known: Known | None, now: datetime) -> FetchReason | None:
    """The reason why a URL that was just seen is not requested now; None to request it."""
    if known is None:
        return None
    if known.retry_after and known.retry_after > now:
        return FetchReason.DEFERRED
    if known.last_requested is None or known.retry in _AT_ONCE:
        return None
    return FetchReason.NOT_DUE if now - known.last_requested < _interval(known) else None


def revisits(known: Iterable[Known], now: datetime) -> list[Known]:
    """Articles to request although no document names them now: those to retry, then those still watched or
    gone."""
    free = [k for k in known if k.kind == FetchKind.ARTICLE and not (k.retry_after and k.retry_after > now)]
    retries = [k for k in free if k.retry is RetryPolicy.NEXT_RUN and k.failures < _MAX_RETRIES]
    watched = [k for k in free if (k.was_read and now - k.first_seen < WATCHED) or _may_come_back(k)]
    return retries + [k for k in watched if skip_reason(k, now) is None]


def _may_come_back(known: Known) -> bool:
    """Whether what is gone was there once, and not long ago."""
    return known.reason in _GONE and known.body_hash is not None and known.failures <= LOOKS_WHEN_GONE


def taken_at_last(known: Iterable[Known], source: Source) -> list[Known]:
    """Articles that lay off the site when a document last named them, and that the source's table takes now.

    After a site has moved, its feed no longer names all that came out until the table names its new URLs.
    """
    denied = [k for k in known if k.kind == FetchKind.ARTICLE and k.reason == FetchReason.DENIED]
    off_site = [k for k in denied if (k.detail or "").startswith(_OFF_SITE)]
    return [k for k in off_site if source_refusal(k.url, None, source) is None]


def source_refusal(url: str, language: str | None, source: Source) -> str | None:
    """Why the source's own table refuses an article link, for people; None where it takes it.

    `language` is the link's as its document states it; one that states none is taken.
    """
    wanted = {_primary(tag) for tag in source.languages}
    if wanted and language and _primary(language) not in wanted:
        return f"its language is {language}"
    for pattern in source.deny:
        if re.search(pattern, url):
            return f"deny pattern {pattern!r}"
    if source.allow:
        if not any(re.search(pattern, url) for pattern in source.allow):
            return "no allow pattern matches"
        return None
    if not _is_on_site(url, source):
        return f"{_OFF_SITE}{site_of(source.home)}; add an allow pattern to include it"
    return None


def _is_on_site(url: str, source: Source) -> bool:
    former = {host.removeprefix("www.") for host in source.former_hosts}
    return site_of(url) == site_of(source.home) or domain_of(url) in former


def _primary(tag: str) -> str:
    """The language of a BCP-47 tag without script and region."""
    return tag.replace("_", "-").partition("-")[0].lower()


def _interval(known: Known) -> timedelta:
    assert known.last_requested is not None
    if known.retry is RetryPolicy.BACKOFF:
        return min(_FIRST_PAUSE * int(4 ** min(known.failures, 6)), _LONGEST_PAUSE)
    age = known.last_requested - known.first_seen
    return timedelta(0) if age < YOUNG else min(age / 8, _LONGEST_PAUSE)
