"""Hosts whose Crawl-delay is too long to be waited for: one request a run, the others are put off until then.

Observed: a Crawl-delay of a day held a run for all of its twenty minutes, and brought nothing. The rule:
where the delay is longer than a run waits, the request whose turn it is goes out at once if the delay has
gone by since the last one of any run; all others are skipped/deferred until the delay has gone by again.
Redirects go on with the turn, robots.txt takes none. Articles that were put off go before the document that
named them, or nothing but that would ever be read. What it costs: at one request a day most articles are read
late, or have left the feed; that is what the host demands.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from spiders.fetching.known import Known
from spiders.fetching.request_refused import RequestRefused
from spiders.politeness.schedule import revisits
from warehouse.values import FetchReason

LONGEST_WAIT = 300.0
"""Seconds between two requests that a run waits for, where it has time for more than two of them."""
_LONGEST_DELAY = 7 * 86_400.0


def longest_wait(run_seconds: float) -> float:
    """The longest delay, in seconds, that a run of so many seconds (0: without end) waits for."""
    return min(LONGEST_WAIT, run_seconds / 2) if run_seconds else LONGEST_WAIT


class LongDelays:
    """When each such host was last requested, and what waits for it since an earlier run."""

    def __init__(self, known: Iterable[Known], now: datetime) -> None:
        known = list(known)
        put_off = (one for one in revisits(known, now) if one.reason == FetchReason.DEFERRED)
        self._waiting = {urlsplit(one.url).netloc for one in put_off}
        self._requested: dict[str, datetime] = {}
        for one in known:
            host = urlsplit(one.url).netloc
            if one.last_requested:
                self._requested[host] = max(self._requested.get(host, one.last_requested), one.last_requested)

    def take(self, host: str, delay: float, is_document: bool, now: datetime) -> RequestRefused | None:
        """Why a request is put off at a host with a Crawl-delay of `delay` seconds; None where it may go."""
        pause = timedelta(seconds=min(delay, _LONGEST_DELAY))
        requested = self._requested.get(host)
        if requested is not None and now < requested + pause:
            return RequestRefused(
                FetchReason.DEFERRED, f"{host} has a Crawl-delay of {pause}", requested + pause
            )
        if is_document and host in self._waiting:
            return RequestRefused(
                FetchReason.DEFERRED, f"Crawl-delay of {host}: articles are requested before documents"
            )
        self._requested[host] = now
        return None
