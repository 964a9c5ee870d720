"""What every page of the desk is made with: the reader, the templates, and links that keep the token."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse

from flows.desk.reader import Reader, Row
from flows.desk.templates import environment

NAVIGATION = (
    ("/", "Today"),
    ("/search", "Search"),
    ("/stories", "Stories"),
    ("/sources", "Sources"),
    ("/corrections", "Corrections"),
    ("/rights", "Rights"),
    ("/quarantine", "Quarantine"),
    ("/explain", "Explain a URL"),
)


@dataclass(frozen=True)
class Desk:
    """The reader of one data folder, and the templates."""

    reader: Reader
    templates: jinja2.Environment = field(default_factory=environment)

    def page(self, request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
        """A page of the desk, with what every page shows."""
        snapshot = self.reader.snapshot
        links = DeskLinks(request.query_params.get("token"))
        text = self.templates.get_template(template).render(
            links=links,
            token=request.query_params.get("token"),
            here=request.url.path,
            navigation=NAVIGATION,
            snapshot=None if snapshot.is_empty else snapshot.manifest,
            **context,
        )
        return HTMLResponse(text, status)

    def missing(self, request: Request, what: str) -> HTMLResponse:
        """The page for what the warehouse does not have; `what` is one line."""
        return self.page(request, "missing.html", 404, what=what)


class DeskLinks:
    """Links within the desk: parameters that are None are left out, the token goes along."""

    def __init__(self, token: str | None) -> None:
        self._token = token

    def __call__(self, path: str, *parts: str, **parameters: object) -> str:
        stated = {name: value for name, value in {**parameters, "token": self._token}.items() if value}
        whole = "/".join([path, *(quote(part, safe="") for part in parts)])
        return whole + (f"?{urlencode(stated)}" if stated else "")

    @property
    def sources(self) -> str:
        return self("/sources")

    def article(self, row: Row) -> str:
        return self("/article", row["article_id"])

    def source(self, name: str) -> str:
        return self("/source", name)
