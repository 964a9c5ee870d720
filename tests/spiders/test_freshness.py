"""How long feeds say that they stay as they are."""

from datetime import UTC, datetime, timedelta

import pytest
from scrapy.http import TextResponse

from spiders.politeness.freshness import LONGEST, fresh_until

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "body", "minutes"),
    [
        ({}, b"<rss/>", None),
        ({"Cache-Control": "public, max-age=3600"}, b"", 54),
        ({"Cache-Control": "max-age=3600", "Age": "1800"}, b"", 27),
        ({"Cache-Control": "max-age=60", "Age": "100"}, b"", None),
        ({"Cache-Control": "no-cache, max-age=3600"}, b"", None),
        ({"Cache-Control": "max-age=0"}, b"", None),
        ({"Cache-Control": "s-maxage=3600"}, b"", None),
        ({"Cache-Control": "no-cache"}, b"<channel><ttl> 30 </ttl>", 27),
        ({"Cache-Control": "max-age=60"}, b"<channel><ttl>30</ttl>", 27),
        ({}, b"<channel><ttl><![CDATA[30]]></ttl>", 27),
        ({"Age": "x", "Cache-Control": "max-age=999999999"}, b"", LONGEST / timedelta(minutes=1)),
    ],
)
def test_a_feed_is_fresh_as_long_as_it_says(
    headers: dict[str, str], body: bytes, minutes: float | None
) -> None:
    response = TextResponse("https://example.org/feed", headers=headers, body=body)
    assert fresh_until(response, NOW) == (None if minutes is None else NOW + timedelta(minutes=minutes))
