"""What to mend in a source, by what a look at one of its documents came to. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from spiders.probe import Probed

STALE = timedelta(days=7)
_BY_REASON = {
    "robots": "robots.txt forbids it: leave it out, or ask the publisher",
    "robots_unreachable": "robots.txt cannot be read, so nothing is asked for: try later",
    "private_address": "the host is not public: add its network to [network] allow if it is yours",
    "not_a_feed": "no feed stands here: look for its new address with `copydesk sources add`",
    "not_a_sitemap": "no sitemap stands here: look for its new address with `copydesk sources add`",
    "http_401": "it needs a login: leave it out",
    "http_403": "the site refuses it: leave it out, or ask the publisher",
    "http_404": "it is gone: look for its new address with `copydesk sources add`",
    "http_410": "it is gone: leave it out",
    "http_429": "too many requests: raise limits.delay",
    "redirects": "it redirects too often or nowhere: check the address",
    "dns": "the host is not known: check the address",
    "timeout": "no answer in time: try later",
    "connection": "no connection: check scheme and port, or try later",
    "too_large": "larger than the bound: choose a smaller feed or sitemap",
}


def advice_of_reason(reason: str) -> str | None:
    """What to do about an outcome of that reason, where it is known."""
    return _BY_REASON.get(reason)


def advice(probed: Probed, now: datetime) -> str | None:
    """One line on what to mend; None where all is well."""
    if probed.outcome != "fetched":
        return _BY_REASON.get(probed.reason) or probed.detail or probed.reason
    if probed.links == 0:
        if probed.kind in ("front_page", "section"):
            return "no article links were recognised: watch a feed or sitemap instead"
        return "it is empty"
    if probed.newest and now - datetime.fromisoformat(probed.newest) > STALE:
        return "nothing new for more than a week: is it still kept up?"
    return probed.detail
