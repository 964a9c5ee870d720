"""The views of warehouse/views: SQL text with its comments.

A view's file opens with comment lines that are the view's comment in DuckDB; a line `-- @column: …` is a
column's. Columns that come unchanged from a landed table take the comment that the table gives them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import takewhile

from warehouse.query.quoting import literal, quote
from warehouse.tables import TABLES, columns

FUNCTIONS = ("blocks_of",)
"""Scalar macros, which views use."""

VIEWS = (
    "memberships",
    "hidden",
    "revisions",
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
    "metadata_changes",
    "gone_articles",
    "syndication",
    "changes",
)
"""Every view, each after those that it reads."""

MATERIALISED = ("hidden",)
"""Views that every query joins, and that few rows make up: tables in the published file."""

MACROS = ("revision_diff", "copies_of", "source_day")
"""Table macros for the most frequent questions."""


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
    text = sql_of("views", name)
    comment, *described = re.split(r"(?:^|\s)@(\w+): ", " ".join(_header(text)))
    return View(name, text, comment, dict(zip(described[::2], described[1::2], strict=True)))


def load_views(tables: Collection[str] = ()) -> Iterator[str]:
    """The statements that create every view; those named in `tables` are computed once."""
    yield from load_functions()
    for name in VIEWS:
        yield f"CREATE {_kind(name, tables)} main.{name} AS {view(name).select}"


def load_macros() -> Iterator[str]:
    """The statements that create every table macro, over the views."""
    yield from (sql_of("macros", name) for name in MACROS)


def load_functions() -> Iterator[str]:
    """The statements that create every scalar macro."""
    yield from (sql_of("macros", name) for name in FUNCTIONS)


def load_comments(columns: Mapping[str, Sequence[str]], tables: Collection[str] = ()) -> Iterator[str]:
    """The statements that comment every view, its columns (`columns`, by view) and every macro."""
    for name in VIEWS:
        yield f"COMMENT ON {_kind(name, tables)} main.{name} IS {literal(view(name).comment)}"
        comments = column_comments(name)
        for column in columns[name]:
            yield f"COMMENT ON COLUMN main.{name}.{quote(column)} IS {literal(comments[column])}"
    yield from load_macro_comments()


def load_macro_comments() -> Iterator[str]:
    """The statements that comment every macro."""
    for name in (*FUNCTIONS, *MACROS):
        kind = "MACRO TABLE" if name in MACROS else "MACRO"
        comment = " ".join(_header(sql_of("macros", name)))
        yield f"COMMENT ON {kind} main.{name} IS {literal(comment)}"


def views_below(body: str) -> list[str]:
    """The views that a query reads, directly or through others, each after those that it reads."""
    wanted: set[str] = set()
    texts = [body]
    while texts:
        sql = texts.pop()
        found = {name for name in VIEWS if re.search(rf"\b(FROM|JOIN) {name}\b", sql)} - wanted
        wanted |= found
        texts += [view(name).select for name in found]
    return [name for name in VIEWS if name in wanted]


def tables_in(*texts: str) -> list[str]:
    """The landed tables that SQL names."""
    return [table for table in TABLES if any(f"landed.{table}" in sql for sql in texts)]


def column_comments(name: str) -> dict[str, str]:
    """What the columns of a view mean: its own word, the landed table's, or that of a view below it."""
    own = view(name)
    merged: dict[str, str] = {}
    for comments in (*comments_below(own), *comments_of_tables(own), own.columns):
        merged |= comments
    return merged


def comments_of_tables(reader: View) -> list[dict[str, str]]:
    """What the columns of each landed table mean that a view reads."""
    read = [record for table, record in TABLES.items() if f"landed.{table}" in reader.select]
    return [{name: column.text.description for name, column in columns(record).items()} for record in read]


def comments_below(reader: View) -> list[dict[str, str]]:
    """What the columns of each view mean that a view reads."""
    below = VIEWS[: VIEWS.index(reader.name)]
    return [column_comments(other) for other in below if _reads(reader, other)]


def _kind(name: str, tables: Collection[str]) -> str:
    return "TABLE" if name in tables else "VIEW"


def sql_of(folder: str, name: str) -> str:
    """The text of a file of `warehouse/views` or `warehouse/macros`."""
    return (files("warehouse") / folder / f"{name}.sql").read_text(encoding="utf-8")


def _header(text: str) -> list[str]:
    """The comment lines that a file opens with."""
    return [line[3:] for line in takewhile(lambda line: line.startswith("-- "), text.splitlines())]


def _reads(reader: View, other: str) -> bool:
    return re.search(rf"(FROM|JOIN) {other}\b", reader.select) is not None
