"""The views of warehouse/views: SQL text with its comments.

A view's file opens with comment lines that are the view's comment in DuckDB; a line `-- @column: …` is a
column's. Columns that come unchanged from a landed table take the comment that the table gives them.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from warehouse.scan import literal
from warehouse.tables import TABLES, column_text

VIEWS = (
    "revisions",
    "memberships",
    "articles_all",
    "articles",
    "duplicates",
    "clusters",
    "boilerplate",
    "removed_blocks",
    "rejections",
    "fetches",
    "pages",
    "runs",
    "source_health",
    "corrections",
)
"""Every view, each after those that it reads."""

_COLUMN = re.compile(r"^@(\w+): (.*)$")


@dataclass(frozen=True)
class View:
    """One view: its SELECT, its comment, and the comments of the columns that it adds."""

    name: str
    select: str
    comment: str
    columns: dict[str, str]


@cache
def view(name: str) -> View:
    """Read a view's file."""
    text = (files("warehouse") / "views" / f"{name}.sql").read_text(encoding="utf-8")
    header = [line[3:] for line in text.splitlines() if line.startswith("-- ")]
    matches = [_COLUMN.match(line) for line in header]
    columns = {match[1]: match[2] for match in matches if match}
    comment = " ".join(line for line, match in zip(header, matches, strict=True) if not match)
    return View(name, text, comment, columns)


def load_views() -> Iterator[str]:
    """The statements that create every view."""
    for name in VIEWS:
        found = view(name)
        yield f"CREATE VIEW main.{name} AS {found.select}"
        yield f"COMMENT ON VIEW main.{name} IS {literal(found.comment)}"


@cache
def landed_comments() -> dict[str, str]:
    """What the records say of their columns; where tables share a name, the first table's word."""
    comments: dict[str, str] = {}
    for record in TABLES.values():
        for field in dataclasses.fields(record):
            comments.setdefault(field.name, column_text(field).description)
    return comments
