"""One article: its text, what was cut from it, its revisions, its copies, and the page that it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from flows.desk.differences import Piece, by_words, paired
from flows.desk.page import Desk
from flows.desk.reader import Reader, Row
from flows.display.plain import plain
from flows.explain.article_files import article_files

METADATA = ("title", "description", "authors", "section", "tags", "published_at", "modified_at", "language")
"""Columns whose change between two revisions is shown."""

RAW_HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
}
"""For a fetched page as it came: no script, no form, no request, and no name of ours."""


MetadataEdit = tuple[str, tuple[Piece, ...], tuple[Piece, ...]]
"""The column, and its value before and after."""


@dataclass(frozen=True)
class ArticleLine:
    """A block of the text, or one that was cut (`reason` is then not None)."""

    kind: str
    text: str
    reason: str | None = None


def article(desk: Desk, request: Request) -> Response:
    """The page at `/article/ARTICLE_ID`; `?cut=yes` shows what was cut in its place."""
    key = request.path_params["article_id"]
    texts = desk.reader.rows("article", article_id=key)
    if not texts:
        return desk.missing(request, f"no article has the id {key}")
    latest = texts[-1]
    removed = desk.reader.rows(
        "article_removed", article_id=key, revision=latest["revision"], extraction=latest["extraction"]
    )
    shows_cut = request.query_params.get("cut") == "yes"
    return desk.page(
        request,
        "article.html",
        article=latest,
        lines=_lines(latest, removed if shows_cut else []),
        removed=removed,
        shows_cut=shows_cut,
        copies=desk.reader.rows("article_copies", article_id=key),
        revisions=_revisions(texts),
        files=article_files(
            desk.reader.cursor(), desk.reader.snapshot, key, (row["landed_at"] for row in texts)
        ),
        sql=f"SELECT * FROM revisions WHERE article_id = '{latest['article_id']}'",
    )


def difference(desk: Desk, request: Request) -> Response:
    """Two revisions side by side, at `/article/ARTICLE_ID/revisions?from=1&to=2`."""
    key = request.path_params["article_id"]
    revisions = _revisions(desk.reader.rows("article", article_id=key))
    before, after = (_chosen(revisions, request.query_params.get(name)) for name in ("from", "to"))
    if before is None or after is None:
        return desk.missing(request, f"the article {key} has no such pair of revisions")
    edits = [(name, *_edit(before[name], after[name])) for name in METADATA if before[name] != after[name]]
    return _side_by_side(desk, request, "revisions", before, after, edits)


def copy(desk: Desk, request: Request) -> Response:
    """An article and a copy of it side by side, at `/article/ARTICLE_ID/copies/OTHER_ID`."""
    keys = request.path_params["article_id"], request.path_params["other_id"]
    before, after = (_latest(desk.reader, key) for key in keys)
    if before is None or after is None:
        return desk.missing(request, f"no articles have the ids {keys[0]} and {keys[1]}")
    return _side_by_side(desk, request, "copies", before, after, [])


def raw_page(desk: Desk, request: Request) -> Response:
    """The page as it was fetched, at `/page/PAGE_ID`, for a sandboxed frame."""
    key = request.path_params["page_id"]
    found = desk.reader.rows("page", page_id=key)
    if not found:
        return desk.missing(request, f"the page {key} is no longer kept (see [retention] pages_days)")
    stated = found[0]["content_type"] or "text/html"
    kind = stated if stated.startswith(("text/html", "application/xhtml+xml", "text/plain")) else "text/plain"
    return Response(found[0]["body"], headers=RAW_HEADERS | {"Content-Type": kind})


def _side_by_side(
    desk: Desk, request: Request, kind: str, before: Row, after: Row, edits: list[MetadataEdit]
) -> Response:
    pairs = list(paired(_texts(before), _texts(after)))
    return desk.page(
        request, "difference.html", kind=kind, before=before, after=after, edits=edits, pairs=pairs
    )


def _edit(before: object, after: object) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    pair = by_words(_shown(before), _shown(after))
    return pair.before, pair.after


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S} UTC"
    return plain(", ".join(value) if isinstance(value, list) else str(value or "–"))


def _texts(row: Row) -> list[str]:
    return [block["text"] for block in row["blocks"]]


def _lines(latest: Row, removed: list[Row]) -> list[ArticleLine]:
    """The blocks in reading order; a cut one stands at its index in the text before the cut."""
    cut = {row["position"]: ArticleLine(row["block_kind"], row["text"], row["reason"]) for row in removed}
    kept = iter([ArticleLine(block["kind"], block["text"]) for block in latest["blocks"]])
    places = range(len(latest["blocks"]) + len(cut))
    lines = [cut.pop(place, None) or next(kept, None) for place in places]
    return [*(line for line in lines if line), *kept, *cut.values()]


def _revisions(texts: list[Row]) -> list[Row]:
    """The latest extraction of each revision, in order."""
    return list({row["revision"]: row for row in texts}.values())


def _chosen(revisions: list[Row], number: str | None) -> Row | None:
    return next((row for row in revisions if str(row["revision"]) == number), None)


def _latest(reader: Reader, key: str) -> Row | None:
    texts = reader.rows("article", article_id=key)
    return texts[-1] if texts else None
