import pickle
import zlib
from datetime import UTC, datetime, timedelta

import pytest
from scrapy.exceptions import CannotResolveHostError, DownloadTimeoutError, IgnoreRequest
from scrapy.http import HtmlResponse

from spiders.fetching.request_refused import RequestRefused
from spiders.fetching.response_outcome import outcome_of_error, outcome_of_status, retry_after
from warehouse.values import FetchReason

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def response(status: int = 200, **headers: str) -> HtmlResponse:
    return HtmlResponse("https://example.org/a", status=status, headers=headers)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (DownloadTimeoutError("slow"), "timeout"),
        (CannotResolveHostError("no"), "dns"),
        (zlib.error("bad"), "bad_encoding"),
        (IgnoreRequest("max redirections reached"), "redirects"),
        (IgnoreRequest("too much during decompression"), "too_large"),
        (ValueError("what"), "error"),
    ],
)
def test_every_error_has_a_reason(error: Exception, reason: str) -> None:
    assert (outcome_of_error(error).outcome, outcome_of_error(error).reason) == ("failed", reason)


def test_a_refusal_brings_its_own_outcome_and_pickles() -> None:
    refusal = pickle.loads(pickle.dumps(RequestRefused(FetchReason.ROBOTS, "why")))
    assert outcome_of_error(refusal) == RequestRefused(FetchReason.ROBOTS, "why").result


def test_a_page_is_left_to_the_judge_of_pages() -> None:
    assert outcome_of_status(response(200), NOW) is None


@pytest.mark.parametrize(
    ("status", "reason"), [(404, "http_404"), (304, "http_304"), (302, "redirects"), (503, "http_503")]
)
def test_every_status_has_a_reason(status: int, reason: str) -> None:
    outcome = outcome_of_status(response(status), NOW)
    assert outcome and outcome.reason == reason


def test_a_redirect_shows_no_password() -> None:
    outcome = outcome_of_status(response(302, Location="ftp://me:secret@example.org/"), NOW)
    assert outcome and outcome.detail and "secret" not in outcome.detail


@pytest.mark.parametrize(
    ("written", "wait"),
    [
        ("120", timedelta(seconds=120)),
        ("Sun, 22 Nov 2026 09:02:00 GMT", timedelta(minutes=2)),
        ("Sun, 22 Nov 2020 09:02:00 GMT", timedelta(0)),
        ("99999999999999999999", timedelta(days=7)),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_a_week_at_most(written: str, wait: timedelta) -> None:
    assert retry_after(response(503, **{"Retry-After": written}), NOW) == NOW + wait


@pytest.mark.parametrize("written", ["", "soon", "-5"])
def test_a_retry_after_that_means_nothing_is_none(written: str) -> None:
    assert retry_after(response(429, **{"Retry-After": written}), NOW) is None
