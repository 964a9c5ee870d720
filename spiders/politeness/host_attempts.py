"""Whether a host is down. Pure: what happened to each attempt goes in.

Observed: a site that is down refuses every connection or returns 502 to 504 for every URL, and was requested
three times for each of its documents and pages, 36 times a run. But one page that breaks its connection, and
a server that turns each page away once, say nothing of the site. The rule: ATTEMPTS_UNTIL_DOWN attempts in a
row without a response. Where the connection was refused or the name has no IP address, that is the host's own
word; all other failures must be at two URLs, with a timeout or a second attempt among them. A mistake
costs one run: what is given up is requested by the next one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
)

ATTEMPTS_UNTIL_DOWN = 3
GATEWAY_ERRORS = frozenset({502, 503, 504, 520, 521, 522, 523, 524})
"""Statuses by which what stands before a site says that the site does not respond."""
_CERTAIN = (CannotResolveHostError, DownloadConnectionRefusedError)
_NO_RESPONSE = (*_CERTAIN, DownloadTimeoutError, DownloadFailedError)


@dataclass
class HostAttempts:
    """The attempts at one host since its last response."""

    attempts: int = 0
    urls: set[str] = field(default_factory=set)
    is_certain: bool = False
    is_repeated: bool = False

    def failed(self, url: str, error: Exception, retries: int) -> None:
        """An attempt ended with an error, after so many retries of the URL."""
        if isinstance(error, _NO_RESPONSE):
            self.is_certain = isinstance(error, _CERTAIN)
            self._count(url, is_repeated=retries > 0 or isinstance(error, DownloadTimeoutError))

    def responded(self, url: str, status: int, retries: int) -> None:
        """An attempt got a response, from the site or in its place."""
        if status in GATEWAY_ERRORS:
            self.is_certain = False
            self._count(url, is_repeated=retries > 0)
            return
        self.attempts, self.is_certain, self.is_repeated = 0, False, False
        self.urls.clear()

    @property
    def is_down(self) -> bool:
        """Whether nothing more is to be requested from the host in this run."""
        if self.attempts < ATTEMPTS_UNTIL_DOWN:
            return False
        return self.is_certain or (len(self.urls) > 1 and self.is_repeated)

    def _count(self, url: str, is_repeated: bool) -> None:
        self.attempts += 1
        self.urls.add(url)
        self.is_repeated = self.is_repeated or is_repeated
