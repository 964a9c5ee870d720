"""Which URL a crawler requested when it was led to a page: archives keep the redirect and the page apart.

Observed: a crawler writes the redirect and, mostly at once, the response of where it leads to. When a site
changes a story's URL, that is all an archive says of it, and with the redirect read as a failed response the
story lands twice. The rule: the first page at a redirect's target, captured within FOLLOWED of it, was
requested at the URL where the chain of redirects began, as in a crawl of our own; whether the redirect
carries an article along is decided there (`flows.stages.identify`).

Exceptions: a redirect that stands after its page; one to another form of the same URL (https, `www.`, a slash
at the end) is none. A page wrongly taken for a target keeps its own URL as the final one.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urljoin

from spiders.archives.captures import Capture
from spiders.identity.urls import UrlError, normalise

FOLLOWED = timedelta(days=1)
MOST = 10_000
"""Redirects that wait for their page; the oldest are forgotten."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass
class FollowedRedirects:
    """The redirects of some archives, as their captures are read in turn."""

    _began: OrderedDict[str, tuple[str, datetime]] = field(default_factory=OrderedDict)
    """Where the chain to a target began, and when its last redirect was captured."""

    def requested(self, capture: Capture) -> Capture:
        """The capture with the URL that was requested for it; a redirect waits for its page from now on."""
        began, at = self._began.pop(capture.url, (capture.url, capture.fetched_at))
        if abs(capture.fetched_at - at) > FOLLOWED:
            began = capture.url
        if capture.status in _REDIRECTS:
            self._remember(began, capture)
        return (
            replace(capture, requested_url=began)
            if capture.status == 200 and began != capture.url
            else capture
        )

    def _remember(self, began: str, capture: Capture) -> None:
        target = _target(capture)
        if target is None or _bare(target) == _bare(began):
            return
        self._began[target] = began, capture.fetched_at
        if len(self._began) > MOST:
            self._began.popitem(last=False)


def _target(capture: Capture) -> str | None:
    """The URL that a redirect leads to, where it says a usable one."""
    location = next((value for name, value in json.loads(capture.headers) if name.lower() == "location"), "")
    try:
        return normalise(urljoin(capture.url, location)) if location else None
    except (UrlError, ValueError):
        return None


def _bare(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.").rstrip("/")
