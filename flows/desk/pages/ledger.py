"""Everything that the warehouse knows of one URL: what `copydesk explain` prints, as a page."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from flows.desk.page import Desk
from flows.explain.url_history import url_history
from spiders.identity.urls import UrlError


def explain_url(desk: Desk, request: Request) -> Response:
    """The page at `/explain?url=…`."""
    url = request.query_params.get("url", "").strip()
    snapshot = desk.reader.snapshot
    if not url or snapshot.is_empty:
        return desk.page(request, "explain.html", url=url, story=None, problem=None)
    try:
        story = url_history(snapshot, url)
    except UrlError as error:
        return desk.page(request, "explain.html", 400, url=url, story=None, problem=str(error))
    if not story.known:
        return desk.missing(request, f"{url} was never seen; compare the URL with the feed or the site")
    return desk.page(request, "explain.html", url=url, story=story, problem=None)
