"""The desk as an ASGI application."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from importlib.resources import files

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from flows.desk.page import Desk
from flows.desk.pages import article, ledger, lists, quarantine, search, sources, stories, today
from flows.desk.reader import Reader
from flows.desk.security import Guard
from flows.desk.templates import stylesheet
from warehouse.base.data_folder import DataFolder
from warehouse.base.errors import CopydeskError

Page = Callable[[Desk, Request], Response]

PAGES: dict[str, Page] = {
    "/": today.today,
    "/search": search.search,
    "/search.json": search.search_json,
    "/search.csv": search.search_csv,
    "/article/{article_id}": article.article,
    "/article/{article_id}/revisions": article.difference,
    "/article/{article_id}/copies/{other_id}": article.copy,
    "/page/{page_id}": article.raw_page,
    "/stories": stories.stories,
    "/sources": sources.sources,
    "/source/{name}": sources.source,
    "/corrections": lists.corrections,
    "/rights": lists.rights,
    "/quarantine": quarantine.quarantine,
    "/explain": ledger.explain_url,
}


def desk_app(data: DataFolder, token: str | None = None) -> Starlette:
    """The pages over the data folder; with a token, only who gives it gets a page."""
    desk = Desk(Reader(data))

    @asynccontextmanager
    async def opened(_: Starlette) -> AsyncIterator[None]:
        """Opens the snapshot and puts the first page's query once, so that the first visitor waits for
        neither; what goes wrong is said by the page."""
        with suppress(CopydeskError):
            desk.reader.rows("landed_by_hour", since=datetime.now(UTC))
        yield

    routes = [Route(path, _bound(desk, page), methods=["GET"]) for path, page in PAGES.items()]
    return Starlette(
        routes=[*routes, Route("/desk.css", _style), Route("/favicon.ico", _icon)],
        lifespan=opened,
        middleware=[Middleware(Guard, token=token)],
        exception_handlers={
            404: lambda request, _: desk.missing(request, "there is no such page"),
            CopydeskError: _failure,
        },
    )


def _bound(desk: Desk, page: Page) -> Callable[[Request], Response]:
    """A page as a plain function, which Starlette runs in a thread: no page waits for another."""

    def respond(request: Request) -> Response:
        return page(desk, request)

    return respond


def _failure(_: Request, error: Exception) -> Response:
    """What copydesk raises on purpose, in one line."""
    return PlainTextResponse(f"{error}\n", 503)


def _style(_: Request) -> Response:
    return Response(stylesheet(), media_type="text/css", headers={"Cache-Control": "max-age=300"})


def _icon(_: Request) -> Response:
    icon = (files("flows.desk") / "static" / "icon.svg").read_bytes()
    return Response(icon, media_type="image/svg+xml", headers={"Cache-Control": "max-age=86400"})
