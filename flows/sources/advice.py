"""What to fix in a source, by the result of fetching one of its documents. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from warehouse.values import FetchKind, FetchOutcome, FetchReason

if TYPE_CHECKING:  # it brings Scrapy
    from spiders.probe import ProbeResult

STALE = timedelta(days=7)


def advice_of_reason(reason: str) -> str | None:
    """What is wrong and what to do about a fetch that ended for that reason, where it is known."""
    try:
        return FetchReason.of(reason).remedy
    except ValueError:  # a reason of another version
        return None


def advice(probed: ProbeResult, now: datetime) -> str | None:
    """One line on what to fix; None where all is well."""
    if probed.outcome != FetchOutcome.FETCHED:
        return advice_of_reason(probed.reason) or probed.detail or probed.reason
    if probed.links == 0:
        if probed.kind in (FetchKind.FRONT_PAGE, FetchKind.SECTION):
            return "no article links found: watch a feed or sitemap instead"
        return "no links: the document is empty"
    if probed.newest and now - datetime.fromisoformat(probed.newest) > STALE:
        return "nothing new for more than a week: is it still maintained?"
    return probed.detail
