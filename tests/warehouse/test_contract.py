from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from warehouse_rows import NOON, article, rows

from warehouse.base.data_folder import DataFolder
from warehouse.derived.publish import publish
from warehouse.dictionary.data_dictionary import markdown
from warehouse.dictionary.row_schema import json_schema
from warehouse.query.connection import connect
from warehouse.query.viewtext import MACROS, VIEWS, column_comments, comments_below, comments_of_tables, view
from warehouse.snapshots.layout import LAYOUTS
from warehouse.snapshots.snapshot import EMPTY, commit
from warehouse.tables import TABLES
from warehouse.tables.arrow import arrow_schema

DOCS = Path(__file__).parents[2] / "docs"
HINT = "run: python -m warehouse.dictionary docs"


def test_the_data_dictionary_says_what_the_records_say() -> None:
    assert (DOCS / "data-dictionary.md").read_text(encoding="utf-8") == markdown(), HINT


@pytest.mark.parametrize("table", TABLES)
def test_the_json_schema_says_what_the_record_says(table: str) -> None:
    committed = json.loads((DOCS / "schema" / f"{table}.json").read_text(encoding="utf-8"))
    assert committed == json_schema(table), HINT


def test_every_table_has_a_storage_whose_order_names_its_columns() -> None:
    assert LAYOUTS.keys() == TABLES.keys()
    for table, storage in LAYOUTS.items():
        assert set(storage.order) <= set(arrow_schema(TABLES[table]).names)


@pytest.mark.parametrize("name", VIEWS)
def test_every_column_of_every_view_is_described(name: str) -> None:
    with connect(EMPTY) as database:
        columns = [row[0] for row in database.execute(f"DESCRIBE main.{name}").fetchall()]
    comments = column_comments(name)
    assert [column for column in columns if not comments.get(column)] == []


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_says_itself_what_tables_that_it_reads_describe_differently(name: str) -> None:
    own = view(name)
    with connect(EMPTY) as database:
        shown = [row[0] for row in database.execute(f"DESCRIBE main.{name}").fetchall()]
    tables, below = comments_of_tables(own), comments_below(own)
    for column in set(shown) - set(own.columns):
        said = [comments[column] for comments in tables if column in comments]
        said = said or [comments[column] for comments in below if column in comments]
        assert len(set(said)) <= 1, column


def test_a_comment_of_a_column_may_take_two_lines() -> None:
    assert view("clusters").columns["original_id"].endswith("before schema 2.1")
    assert "2.1" not in view("clusters").comment


def test_the_published_file_carries_the_comments(data: DataFolder) -> None:
    publish(data, commit(data, EMPTY, rows(article("a")), [], NOON))
    with duckdb.connect(str(data.database), read_only=True) as database:
        views = dict(
            database.execute("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal").fetchall()
        )
        columns = database.execute(
            "SELECT table_name || '.' || column_name, comment "
            "FROM duckdb_columns() WHERE schema_name = 'main' AND NOT internal"
        ).fetchall()
        macros = database.execute(
            "SELECT function_name, comment FROM duckdb_functions() WHERE function_type = 'table_macro'"
            " AND schema_name = 'main' AND NOT internal"
        ).fetchall()
    assert {name for name, comment in macros if comment} == set(MACROS)
    assert "one article for each cluster" in views["articles"]
    missing = [name for name, comment in columns if not comment]
    assert missing == []
    assert dict(columns)["articles.word_count"].startswith("Words in the text")


def test_half_a_surrogate_pair_stops_no_commit(data: DataFolder) -> None:
    whole = article("a", title="Half \ud83d", authors=("Ann \ude00", "Bob"), line_kinds=("paragraph",))
    broken = replace(whole, text="\ud83d")
    with connect(commit(data, EMPTY, rows(broken), [], NOON)) as database:
        found = database.execute("SELECT title, authors, blocks[1].text FROM articles").fetchone()
    assert found == ("Half \ufffd", ["Ann \ufffd", "Bob"], "\ufffd")
