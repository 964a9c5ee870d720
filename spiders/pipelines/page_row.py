"""From a response to a page of landing."""

from __future__ import annotations

import json

from scrapy.http import Response

from spiders.fetching.content_type import content_type_of, is_html
from spiders.fetching.ids import page_id
from spiders.fetching.known import Known
from spiders.fetching.ledger import SeenUrl
from spiders.fetching.outcome import Outcome
from spiders.identity.urls import without_credentials
from spiders.politeness.rights import tdm_reserved
from warehouse.tables import Fetch, Page
from warehouse.values import FetchReason


def judge(response: Response, hashed: str, known: Known | None) -> Outcome:
    """The outcome of a response with status 200.

    The same bytes from another URL than last time are a page: they tell that the article has moved.
    """
    if known is not None and known.body_hash == hashed and _came_from(known, response.url):
        return Outcome(FetchReason.SAME_CONTENT)
    if not response.body.strip():
        return Outcome(FetchReason.EMPTY)
    content_type = content_type_of(response)
    if not is_html(content_type, response.body):
        return Outcome(FetchReason.NOT_HTML, f"Content-Type {content_type}")
    return Outcome(FetchReason.OK)


def page_of(row: Fetch, response: Response, seen: SeenUrl) -> Page:
    """The page of a response, with what its discovery said of it."""
    assert row.fetched_at is not None and row.body_hash is not None
    headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in _pairs(response)]
    return Page(
        page_id=page_id(row.url, row.fetched_at, row.body_hash),
        run_id=row.run_id,
        source=row.source,
        url=row.url,
        final_url=row.final_url or row.url,
        fetched_at=row.fetched_at,
        status=response.status,
        content_type=content_type_of(response),
        headers=json.dumps(headers),
        body=response.body,
        body_hash=row.body_hash,
        discovery=row.discovery,
        discovery_url=row.discovery_url,
        discovered_at=row.discovered_at,
        link_title=seen.link.title,
        link_published=seen.link.published,
        link_modified=seen.link.modified,
        link_language=seen.link.language,
        link_authors=seen.link.authors or None,
        link_summary=seen.link.summary,
        link_site_name=seen.link.site_name,
        robots_ai_allowed=response.meta.get("robots_ai_allowed"),
        tdm_reserved=tdm_reserved(response.body, headers, response.meta.get("tdm_rules", ()), response.url),
    )


def _came_from(known: Known, url: str) -> bool:
    return without_credentials(url) == (known.final_url or known.url)


def _pairs(response: Response) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, values in response.headers.items() for value in values]
