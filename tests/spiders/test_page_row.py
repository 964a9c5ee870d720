"""Which responses are pages that land."""

from datetime import UTC, datetime

import pytest
from scrapy.http import HtmlResponse

from spiders.fetching.known import Known
from spiders.pipelines.page_row import judge

OLD, NEW = "https://example.org/2026/whale", "https://example.org/permalink/7"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def known(final_url: str | None) -> Known:
    return Known(
        source="gazette",
        url=OLD,
        kind="article",
        outcome="fetched",
        reason="ok",
        discovery="feed",
        discovery_url=None,
        first_seen=NOON,
        last_requested=NOON,
        retry_after=None,
        failures=0,
        etag=None,
        last_modified=None,
        body_hash="the same",
        final_url=final_url,
    )


@pytest.mark.parametrize(
    ("came_from", "comes_from", "reason"),
    [
        (OLD, OLD, "same_content"),
        (None, OLD, "same_content"),
        (OLD, NEW, "ok"),
        (NEW, NEW, "same_content"),
    ],
)
def test_the_same_bytes_are_a_page_where_a_redirect_led_there_for_the_first_time(
    came_from: str | None, comes_from: str, reason: str
) -> None:
    response = HtmlResponse(comes_from, body=b"<p>whale", headers={"Content-Type": "text/html"})
    assert judge(response, "the same", known(came_from)).reason == reason
