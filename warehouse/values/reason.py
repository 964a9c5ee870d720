"""Why a fetch ended as it did: each reason with its outcome, meaning, advice and retry policy."""

from __future__ import annotations

import re
from typing import Self

from warehouse.values.outcome import USUAL_POLICIES, FetchOutcome, RetryPolicy
from warehouse.values.value import Value

_SKIPPED, _BLOCKED, _FAILED, _UNCHANGED, _FETCHED = FetchOutcome
_NEXT_RUN = RetryPolicy.NEXT_RUN
_HTTP = re.compile(r"http_(\d+)")
_WAIT = "try later; a run requests it again by itself"
_LOOK = "look for its new URL with `copydesk sources add`"


class FetchReason(Value):
    """Why a fetch ended as it did. `http_NNN` is a member for every status, listed here or not."""

    outcome: FetchOutcome
    advice: str | None
    retry: RetryPolicy

    def __new__(
        cls,
        stored: str,
        outcome: FetchOutcome,
        meaning: str,
        advice: str | None = None,
        retry: RetryPolicy | None = None,
    ) -> Self:
        member = cls._made(stored, meaning)
        member.outcome = outcome
        member.advice = advice
        member.retry = retry or USUAL_POLICIES[outcome]
        return member

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        """The reason of an HTTP status that is not listed."""
        status = _HTTP.fullmatch(value) if isinstance(value, str) else None
        if status is None:
            return None
        member = cls._made(status[0], f"the server returned HTTP status {status[1]}")
        member._name_ = status[0].upper()
        member.outcome, member.advice, member.retry = _FAILED, None, USUAL_POLICIES[_FAILED]
        return member

    @property
    def remedy(self) -> str | None:
        """What is wrong and what to do about it, in one line; None where nothing is to be done."""
        return f"{self.meaning}: {self.advice}" if self.advice else None

    @classmethod
    def of_status(cls, status: int) -> Self:
        """The reason of an HTTP status that brings no page."""
        return cls.of(f"http_{status}")

    @classmethod
    def listed(cls) -> str:
        """The stored texts in one line; HTTP statuses by their form."""
        named = [reason for reason in cls if not _HTTP.fullmatch(reason)]
        return ", ".join([*named, "http_304", "or http_NNN for any other HTTP status"])

    @classmethod
    def json_schema(cls) -> dict[str, object]:
        """What JSON Schema says of the values."""
        return {"anyOf": [super().json_schema(), {"pattern": f"^{_HTTP.pattern}$"}]}

    NOT_DUE = "not_due", _SKIPPED, "requested not long ago, or its source is not due yet"
    DEFERRED = (
        "deferred",
        _SKIPPED,
        "its host sent Retry-After, has a long Crawl-delay, or stopped responding",
        _WAIT,
        _NEXT_RUN,
    )
    DENIED = (
        "denied",
        _SKIPPED,
        "the source's table refuses the link: another site, `allow`, `deny` or `languages`",
        "where it is wanted, write an `allow` pattern into the source's table",
    )
    BUDGET = (
        "budget",
        _SKIPPED,
        "a limit of the source (`limits.pages`, `limits.minutes`) was reached before its turn",
        "nothing, or raise the limit where it happens in every run",
        _NEXT_RUN,
    )
    ERASED = "erased", _SKIPPED, "it was taken down", None, RetryPolicy.NEVER

    ROBOTS = (
        "robots",
        _BLOCKED,
        "the host's robots.txt forbids it",
        "leave it out, or ask the publisher",
    )
    ROBOTS_UNREACHABLE = (
        "robots_unreachable",
        _BLOCKED,
        "the host's robots.txt cannot be read, so nothing of the host is requested",
        _WAIT,
        _NEXT_RUN,
    )
    PRIVATE_ADDRESS = (
        "private_address",
        _BLOCKED,
        "the host resolves to an IP address that is not public",
        "add its network to [network] allow if it is yours",
    )
    SCHEME = "scheme", _BLOCKED, "the URL is neither http nor https", "check the URL"

    DNS = "dns", _FAILED, "the host is not known", "check the URL", _NEXT_RUN
    CONNECTION = (
        "connection",
        _FAILED,
        "no connection, a broken one, or a response that is not HTTP",
        "check scheme and port, or try later",
        _NEXT_RUN,
    )
    TIMEOUT = (
        "timeout",
        _FAILED,
        "no whole response in time, or scripts of the page that do not end",
        _WAIT,
        _NEXT_RUN,
    )
    INCOMPLETE = "incomplete", _FAILED, "the connection ended within the body", _WAIT, _NEXT_RUN
    CUT_SHORT = "cut_short", _FAILED, "the compressed body ends early", _WAIT, _NEXT_RUN
    TOO_LARGE = (
        "too_large",
        _FAILED,
        "more bytes, elements or entries than the limit",
        "choose a smaller feed or sitemap",
    )
    TOO_DEEP = "too_deep", _FAILED, "the document's elements are nested without end"
    HEADERS_TOO_LARGE = "headers_too_large", _FAILED, "more response headers than the limit"
    TOO_MANY_ENCODINGS = "too_many_encodings", _FAILED, "more stacked content encodings than are unpacked"
    BAD_ENCODING = "bad_encoding", _FAILED, "the body is not in the content encoding that its headers state"
    REDIRECTS = (
        "redirects",
        _FAILED,
        "too many redirects, a loop of them, or one that leads nowhere",
        "check the URL",
    )
    EMPTY = "empty", _FAILED, "the body is empty"
    NOT_HTML = "not_html", _FAILED, "the response is not HTML"
    NOT_A_FEED = "not_a_feed", _FAILED, "the response is not a feed", _LOOK
    NOT_A_SITEMAP = (
        "not_a_sitemap",
        _FAILED,
        "the response is not a sitemap",
        _LOOK,
    )
    NO_BROWSER = (
        "no_browser",
        _FAILED,
        "the browser that renders the source's pages did not start",
        "install Chromium and the extra `browser`; `copydesk doctor` says what is missing",
    )
    CRAWL_DIED = (
        "crawl_died",
        _FAILED,
        "the source's crawl process ended before its time",
        "read the run's log in the data folder's logs/",
        _NEXT_RUN,
    )
    ERROR = "error", _FAILED, "another error, named by the detail"

    HTTP_401 = "http_401", _FAILED, "the server wants a login", "leave it out"
    HTTP_403 = (
        "http_403",
        _FAILED,
        "the server refuses the request",
        "leave it out, or ask the publisher",
    )
    HTTP_404 = "http_404", _FAILED, "the server has nothing at the URL", _LOOK
    HTTP_408 = "http_408", _FAILED, "the server did not wait for the request", _WAIT, _NEXT_RUN
    HTTP_410 = "http_410", _FAILED, "the server says that the page is permanently gone", "leave it out"
    HTTP_429 = (
        "http_429",
        _FAILED,
        "the server says that there were too many requests",
        "raise limits.delay",
        _NEXT_RUN,
    )
    HTTP_500 = "http_500", _FAILED, "the server has an error", _WAIT, _NEXT_RUN
    HTTP_502 = "http_502", _FAILED, "a gateway had a bad response", _WAIT, _NEXT_RUN
    HTTP_503 = "http_503", _FAILED, "the server is not available for now", _WAIT, _NEXT_RUN
    HTTP_504 = "http_504", _FAILED, "a gateway had no response in time", _WAIT, _NEXT_RUN
    HTTP_520 = "http_520", _FAILED, "a CDN had an unknown error of the server", _WAIT, _NEXT_RUN
    HTTP_521 = "http_521", _FAILED, "a CDN found the server down", _WAIT, _NEXT_RUN
    HTTP_522 = "http_522", _FAILED, "a CDN had no connection to the server in time", _WAIT, _NEXT_RUN
    HTTP_523 = "http_523", _FAILED, "a CDN cannot reach the server", _WAIT, _NEXT_RUN
    HTTP_524 = "http_524", _FAILED, "a CDN had no response of the server in time", _WAIT, _NEXT_RUN

    HTTP_304 = "http_304", _UNCHANGED, "the server says that nothing has changed"
    SAME_CONTENT = "same_content", _UNCHANGED, "the same bytes as at the last fetch"
    SAME_TEXT = "same_text", _UNCHANGED, "a page with the text and the metadata that are known"
    VARIANT = "variant", _UNCHANGED, "another form of a known article: AMP, print, a second URL"
    BETTER_EXTRACTION = (
        "better_extraction",
        _UNCHANGED,
        "the same story, of which the page shows more metadata than before",
    )
    MOVED = "moved", _UNCHANGED, "the same story at the URL that its article moved to"

    OK = "ok", _FETCHED, "a page or document came"


def retry_policy(reason: str, outcome: str) -> RetryPolicy:
    """When a URL whose last row says so is requested again; unknown reasons go by their outcome."""
    try:
        return FetchReason.of(reason).retry
    except ValueError:
        return USUAL_POLICIES[FetchOutcome.of(outcome)]
