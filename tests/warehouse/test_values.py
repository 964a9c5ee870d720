from __future__ import annotations

import pickle
import re
from collections import defaultdict
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from stored_values import unknown_values
from warehouse_rows import NOON, article, fetch, rejection, rows, run

from warehouse.base.data_folder import DataFolder
from warehouse.dictionary.outcomes import outcomes_page
from warehouse.query.connection import connect
from warehouse.snapshots.snapshot import EMPTY, commit
from warehouse.tables import SCHEMA_VERSION, TABLES, columns
from warehouse.values import FetchOutcome, FetchReason, RetryPolicy, Value, retry_policy

ROOT = Path(__file__).parents[2]
LAKES = sorted((Path(__file__).parent / "lakes").iterdir())
SOURCES = [path for room in ("warehouse", "flows", "spiders") for path in sorted((ROOT / room).rglob("*.*"))]


def values_by_column() -> dict[str, set[str]]:
    """What columns of a name may hold, in any table."""
    found: dict[str, set[str]] = defaultdict(set)
    for record in TABLES.values():
        for name, column in columns(record).items():
            if column.values:
                found[name] |= set(column.values)
    found["kind"] |= found["line_kinds"]  # what macros call the elements
    return found


def compared_literals(text: str, name: str) -> set[str]:
    """The texts that a query compares a column of that name with."""
    one = re.findall(rf"\b{name} (?:=|<>|IS DISTINCT FROM) '([^'%]*)'", text)
    some = re.findall(rf"\b{name} (?:NOT )?IN \(((?:'[^']*',? ?)+)\)", text)
    return {*one, *(literal for group in some for literal in re.findall(r"'([^']*)'", group))}


def test_the_page_of_outcomes_says_what_the_reasons_say() -> None:
    committed = (ROOT / "docs" / "outcomes.md").read_text(encoding="utf-8")
    assert committed == outcomes_page(), "run: python -m warehouse.dictionary docs"


@pytest.mark.parametrize("lake", LAKES, ids=lambda lake: lake.name)
def test_a_lake_has_the_columns_that_came_with_its_schema_or_before(lake: Path) -> None:
    for file in lake.rglob("*.parquet"):
        record = TABLES[file.relative_to(lake).parts[0]]
        stored = set(pq.read_schema(file).names)
        assert {name for name, column in columns(record).items() if column.since <= lake.name} == {
            name for name in columns(record) if name in stored
        }


def test_no_column_is_newer_than_the_schema() -> None:
    assert {c.since for record in TABLES.values() for c in columns(record).values()} <= {
        *(lake.name for lake in LAKES),
        SCHEMA_VERSION,
    }


def test_every_text_that_a_query_compares_a_column_with_is_one_of_its_values() -> None:
    known = values_by_column()
    queries = {path: path.read_text(encoding="utf-8") for path in SOURCES if path.suffix in (".sql", ".py")}
    compared = [
        (path.relative_to(ROOT), name, literal)
        for path, text in queries.items()
        for name in known
        for literal in compared_literals(text, name)
    ]
    assert len(compared) > 40
    assert [found for found in compared if found[2] not in known[found[1]]] == []


def test_a_value_that_no_column_declares_is_found(data: DataFolder) -> None:
    batch = rows(
        [article("a", flags=("kept_whole", "odd")), article("b", wall="moat")],
        [fetch("a", outcome="failed", reason="http_418"), fetch("b", reason="because")],
        [rejection("c", reason="listing"), run()],
    )
    with connect(commit(data, EMPTY, batch, [], NOON)) as database:
        found = unknown_values(database)
    assert found == ["fetches.reason: because", "articles.wall: moat", "articles.flags: odd"]


def test_every_http_status_is_a_reason_and_survives_pickling() -> None:
    teapot = FetchReason.of("http_418")
    assert (teapot, teapot.outcome, teapot.retry) == ("http_418", FetchOutcome.FAILED, RetryPolicy.BACKOFF)
    assert FetchReason.of_status(404) is FetchReason.HTTP_404
    assert pickle.loads(pickle.dumps(teapot)) == teapot
    assert "http_418" not in list(FetchReason)
    with pytest.raises(ValueError, match="http_x"):
        FetchReason.of("http_x")


def test_a_reason_of_another_version_is_retried_as_its_outcome_is() -> None:
    assert retry_policy("of_tomorrow", "failed") is RetryPolicy.BACKOFF
    assert retry_policy("of_tomorrow", "blocked") is RetryPolicy.WHEN_SEEN
    assert retry_policy("timeout", "failed") is RetryPolicy.NEXT_RUN


def test_every_value_means_something_and_something_of_its_own() -> None:
    for values in {c.values for record in TABLES.values() for c in columns(record).values() if c.values}:
        assert issubclass(values, Value)
        meanings = [value.meaning for value in values]
        assert all(meanings) and len(set(meanings)) == len(meanings), values


def test_every_value_is_one_that_some_code_writes() -> None:
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in [*SOURCES, *sorted((ROOT / "dedupe").rglob("*.py"))]
        if path.suffix in (".py", ".toml") and (ROOT / "warehouse" / "values") not in path.parents
    )
    members = {".".join(found) for found in re.findall(r"\b(\w+)\.(?=(\w+))", code)}
    texts = set(re.findall(r"""["'[](?=([^"'\[\]\n]*)["'\]])""", code))
    unwritten = [
        f"{values.__name__}.{value.name}"
        for values in {c.values for record in TABLES.values() for c in columns(record).values() if c.values}
        for value in values
        if f"{values.__name__}.{value.name}" not in members and value not in texts
    ]
    of_statuses = {f"FetchReason.{reason.name}" for reason in FetchReason if reason.name.startswith("HTTP_")}
    assert set(unwritten) - of_statuses == {"RejectionReason.INDEX_PAGE"}, "written until schema 2.0"
