"""The server for assistants, used by the SDK's own client: within this process, and started as a command."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import duckdb
import pytest
from mcp import Client, StdioServerParameters
from shown_commands import shown
from warehouse_rows import NOON, article, digest, duplicate, removed, rows, run

from flows.mcp.server import mcp_server
from warehouse.base.data_folder import DataFolder
from warehouse.query.connection import connect
from warehouse.query.withheld import withheld_rows
from warehouse.search.index import refresh_index
from warehouse.snapshots.snapshot import EMPTY, commit, current_snapshot

SECRET = "The publisher reserves this sentence about the harbour."


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """Two articles and a copy; the texts of `reserved` and `untrained` are reserved by their publishers."""
    data = DataFolder(tmp_path_factory.mktemp("mcp") / "data")
    data.create()
    records = [
        article("a", text="The harbour storm closed the port.\nFerries wait until noon."),
        article("a", text="The harbour storm closed the port.\nFerries wait until dusk.", revision=2),
        article(
            "b", text="The harbour storm closed the port.\nFerries wait until noon.", source="other-news"
        ),
        article("reserved", text=SECRET, description=SECRET, tdm_reserved=True),
        article("untrained", text=SECRET, ai_train_allowed=False),
        duplicate("b", "a", source="other-news"),
        removed("reserved", SECRET),
        run(),
    ]
    commit(data, EMPTY, rows(records), (), NOON)
    snapshot = current_snapshot(data)
    refresh_index(data, snapshot)
    return data


def used(server: Any, use: Callable[[Client], Awaitable[Any]]) -> Any:
    async def talk() -> Any:
        async with Client(server) as client:
            return await use(client)

    return anyio.run(talk)


def call(data: DataFolder, tool: str, /, include_reserved: bool = False, **arguments: Any) -> Any:
    """The result of the tool: its structured content, or the text of its error."""
    result = used(mcp_server(data, include_reserved), lambda client: client.call_tool(tool, arguments))
    return result.content[0].text if result.is_error else result.structured_content


def test_every_tool_is_said_to_read_only_and_explains_itself(data: DataFolder) -> None:
    tools = used(mcp_server(data), lambda client: client.list_tools()).tools
    assert [tool.name for tool in tools] == [
        *("search", "article", "copies", "revisions", "stories", "sources", "tables", "query")
    ]
    assert all(tool.annotations.read_only_hint and len(tool.description) > 40 for tool in tools)


def test_an_article_is_found_by_words_and_read_by_its_id_or_url(data: DataFolder) -> None:
    found = call(data, "search", words="ferries")
    assert [row["article_id"] for row in found["articles"]] == [digest("a", 16)]
    assert "Ferries" in found["articles"][0]["excerpt"]
    for name in (digest("a", 16), "https://example.org/a"):
        latest = call(data, "article", article=name)
        assert latest["text"].endswith("until dusk.") and latest["revision"] == 2


def test_copies_revisions_stories_and_sources_are_told(data: DataFolder) -> None:
    for name, other in (("a", "other-news"), ("b", "example-news")):
        copies = call(data, "copies", article=digest(name, 16))["copies"]
        assert [row["source"] for row in copies] == [other]
    told = call(data, "revisions", article=digest("a", 16))
    assert [row["revision"] for row in told["revisions"]] == [1, 2]
    assert told["changes"][0]["before"].endswith("noon.") and told["changes"][0]["after"].endswith("dusk.")
    assert call(data, "stories", days=3650)["stories"][0]["size"] == 2
    assert {row["source"] for row in call(data, "sources", days=3650)["sources"]} == {
        *("example-news", "other-news")
    }


def test_a_query_reads_the_snapshot_and_nothing_else(data: DataFolder, tmp_path: Path) -> None:
    assert call(data, "query", sql="SELECT count(*) AS n FROM articles_all")["rows"] == [{"n": 4}]
    target = tmp_path / "written.csv"
    for sql in (
        f"COPY (SELECT 1) TO '{target}'",
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT 1; SELECT 2",
        "SELECT no_such_column FROM articles",
    ):
        assert isinstance(call(data, "query", sql=sql), str), sql
    assert not target.exists()


@pytest.mark.parametrize(
    "source",
    [
        "read_parquet('{path}')",
        "READ_PARQUET(['{path}'])",
        "'{path}'",
        '"{path}"',
        "parquet_scan('{path}')",
        "query('FROM read_parquet(''{path}'')')",
        "query_table('{path}')",
        "(PIVOT (FROM '{path}') ON source USING first(text))",
        "articles WHERE text IN (SELECT text FROM read_parquet('{path}'))",
    ],
)
def test_no_query_reads_around_the_views_from_which_texts_are_withheld(data: DataFolder, source: str) -> None:
    path = next((data.snapshots / "1" / "articles").rglob("*.parquet"))
    result = call(data, "query", sql=f"SELECT * FROM {source.format(path=path)}")
    assert isinstance(result, str) and SECRET not in result and "not allowed" in result


def test_what_is_cut_is_said(data: DataFolder) -> None:
    result = call(data, "query", sql="SELECT range AS n FROM range(1000)")
    assert len(result["rows"]) == 200 and result["is_cut"]
    long = call(data, "query", sql="SELECT repeat('x', 60000) AS text FROM range(3)")
    assert len(long["rows"]) == 1 and long["is_cut"]


def test_what_is_not_known_is_a_line_that_says_what_to_do(data: DataFolder) -> None:
    assert "find articles with the tool search" in call(data, "article", article="https://example.org/none")


@pytest.mark.parametrize("name", ["reserved", "untrained"])
def test_reserved_texts_are_withheld_unless_the_operator_says_otherwise(data: DataFolder, name: str) -> None:
    key = digest(name, 16)
    withheld = call(data, "article", article=key)
    assert withheld["text"] is None and withheld["title"] and withheld["canonical_url"]
    assert call(data, "article", include_reserved=True, article=key)["text"] == SECRET
    assert SECRET not in str(call(data, "search", words="publisher reserves"))


def test_no_view_and_no_macro_gives_a_reserved_text_away(data: DataFolder) -> None:
    snapshot = current_snapshot(data)
    with connect(snapshot) as everything, connect(snapshot, rows=withheld_rows) as withheld:
        assert _relations_with(everything, SECRET)
        assert _relations_with(withheld, SECRET) == []
        assert withheld.execute("SELECT count(text) FROM articles_all").fetchone() == (2,)


def _relations_with(database: duckdb.DuckDBPyConnection, text: str) -> list[str]:
    names = database.execute(
        "SELECT schema_name || '.' || view_name FROM duckdb_views() WHERE NOT internal"
    ).fetchall()
    return [name for (name,) in names if text in str(database.execute(f"SELECT * FROM {name}").fetchall())]


@pytest.mark.parametrize("words", [words for words in shown("copydesk") if words[0] == "mcp"])
def test_it_works_as_a_command_that_a_client_starts(data: DataFolder, words: tuple[str, ...]) -> None:
    command = StdioServerParameters(
        command=str(Path(sys.executable).with_name("copydesk")), args=["--data", str(data.root), *words]
    )
    result = used(command, lambda client: client.call_tool("search", {"words": "ferries"}))
    assert result.structured_content["matching"] >= 1


def test_before_the_first_run_there_is_nothing_and_no_error(tmp_path: Path) -> None:
    empty = DataFolder(tmp_path / "data")
    empty.create()
    assert call(empty, "query", sql="SELECT count(*) AS n FROM articles")["rows"] == [{"n": 0}]
    assert call(empty, "stories")["stories"] == []
