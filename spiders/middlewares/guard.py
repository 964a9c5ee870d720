"""Tells refusals of the network guard from failures, and bounds what a response's headers may demand."""

from __future__ import annotations

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from spiders.fetching.request_refused import RequestRefused
from spiders.identity.urls import without_credentials
from spiders.network.handler import HeaderFloodError
from spiders.network.resolver import refused_address
from warehouse.values import FetchReason

MAX_ENCODINGS = 2


class GuardMiddleware:
    """Stands next to the downloader, so that it sees every hop."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> GuardMiddleware:
        return cls()

    def process_request(self, request: Request) -> None:
        parts = urlparse_cached(request)
        if parts.scheme not in ("http", "https"):
            raise RequestRefused(FetchReason.SCHEME, f"unsupported URL scheme: {parts.scheme}")
        request.meta["download_slot"] = parts.netloc

    def process_response(self, request: Request, response: Response) -> Response:
        encodings = b",".join(response.headers.getlist("Content-Encoding")).split(b",")
        if len(encodings) > MAX_ENCODINGS:
            raise RequestRefused(
                FetchReason.TOO_MANY_ENCODINGS,
                f"{len(encodings)} stacked content encodings (maximum {MAX_ENCODINGS})",
            )
        target = (response.headers.get("Location") or b"").decode("latin-1")
        if "@" in target:
            response.headers["Location"] = without_credentials(target)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        flood = _flood(exception)
        if flood is not None:
            raise RequestRefused(FetchReason.HEADERS_TOO_LARGE, str(flood))
        if isinstance(exception, CannotResolveHostError):
            _refuse_private(request)


def _refuse_private(request: Request) -> None:
    parts = urlparse_cached(request)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = refused_address(parts.hostname or "", port)
    if address is not None:
        is_named = str(address) != parts.hostname
        host = f"{parts.hostname} is {address}, which" if is_named else parts.hostname
        detail = f"{host} is not public; add it to [network] allow to permit it"
        raise RequestRefused(FetchReason.PRIVATE_ADDRESS, detail)


def _flood(exception: BaseException) -> HeaderFloodError | None:
    """The flood among the reasons that Twisted gives for a failed response."""
    reasons = getattr(exception.__cause__, "reasons", ())
    values = (reason.value for reason in reasons)
    return next((value for value in values if isinstance(value, HeaderFloodError)), None)
