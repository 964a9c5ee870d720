"""The outcome of a response by its status, and of an error in its place."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import brotli
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response

from spiders.fetching.outcome import MOVED_REMARK, Outcome
from spiders.fetching.request_refused import RequestRefused
from spiders.identity.urls import without_credentials
from warehouse.values import FetchReason

_LONGEST_WAIT = timedelta(days=7)


def outcome_of_error(error: BaseException | None) -> Outcome:
    """The outcome of an attempt that got no response."""
    if isinstance(error, RequestRefused):
        return error.result
    detail = " ".join(str(error).split())[:300] or type(error).__name__
    for kind, reason in _REASONS:
        if isinstance(error, kind):
            return Outcome(reason, detail)
    if isinstance(error, IgnoreRequest):
        return Outcome(_ignored(detail), detail)
    return Outcome(FetchReason.ERROR, f"{type(error).__name__}: {detail}")


def outcome_of_status(response: Response, now: datetime) -> Outcome | None:
    """The outcome of a response that is no page by its status; None where it is one (200)."""
    if response.status == 200:
        return None
    if 300 <= response.status < 400 and response.status != 304:
        target = (response.headers.get("Location") or b"").decode("latin-1")[:200]
        return Outcome(FetchReason.REDIRECTS, f"{response.status} to {without_credentials(target)!r}")
    if response.status in (429, 503):
        return Outcome(FetchReason.of_status(response.status), retry_after=retry_after(response, now))
    return Outcome(FetchReason.of_status(response.status))


def moved_remark(response: Response) -> str | None:
    """A remark where permanent redirects alone (301, 308) led to the response."""
    reasons = response.request.meta.get("redirect_reasons", []) if response.request else []
    if not reasons or any(reason not in (301, 308) for reason in reasons):
        return None
    return f"{MOVED_REMARK}{without_credentials(response.url)}"


def retry_after(response: Response, now: datetime) -> datetime | None:
    """When the server accepts a retry (RFC 9110, 10.2.3): seconds or a date, a week at most."""
    written = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if not written:
        return None
    if written.isdigit():
        return now + min(timedelta(seconds=int(written[:9])), _LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(written)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(max(moment, now), now + _LONGEST_WAIT).astimezone(UTC)


_REASONS: tuple[tuple[type[BaseException], FetchReason], ...] = (
    (DownloadTimeoutError, FetchReason.TIMEOUT),
    (CannotResolveHostError, FetchReason.DNS),
    (DownloadConnectionRefusedError, FetchReason.CONNECTION),
    (ResponseDataLossError, FetchReason.INCOMPLETE),
    (DownloadCancelledError, FetchReason.TOO_LARGE),
    (DownloadFailedError, FetchReason.CONNECTION),
    (gzip.BadGzipFile, FetchReason.BAD_ENCODING),
    (zlib.error, FetchReason.BAD_ENCODING),
    (brotli.error, FetchReason.BAD_ENCODING),
    (EOFError, FetchReason.BAD_ENCODING),
    (OSError, FetchReason.CONNECTION),
)


def _ignored(detail: str) -> FetchReason:
    """The reason code of what Scrapy's own middlewares set aside; they say so in words only."""
    if "during decompression" in detail:
        return FetchReason.TOO_LARGE
    return FetchReason.REDIRECTS if "redirect" in detail else FetchReason.ERROR
