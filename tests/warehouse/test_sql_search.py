"""DuckDB's own full-text index, in a file of its own that publishing keeps up to date once it is there."""

from __future__ import annotations

import importlib.util

import duckdb
import pytest
from click.testing import CliRunner
from warehouse_rows import NOON, article, digest, duplicate, hours, rows

from flows.cli import cli
from warehouse.base.data_folder import DataFolder
from warehouse.base.database import OFFLINE
from warehouse.derived.publish import publish
from warehouse.query.extension import ExtensionMissing, load_extension
from warehouse.search.sql_index import build_sql_search
from warehouse.snapshots.snapshot import EMPTY, Snapshot, commit

TEXTS = {
    "harbour": "The harbour of Malmö re\u00adopens after the storm.",
    "chinese": "港口在风暴后重新开放。",
    "arabic": "أُعِيدَ فتح الميناء بعد العاصفة.",
    "hindi": "तूफान के बाद बंदरगाह फिर खुला।",
    "thai": "ท่าเรือเปิดอีกครั้งหลังพายุ",
}


@pytest.fixture
def lake(data: DataFolder) -> Snapshot:
    pytest.importorskip("duckdb_extension_fts")
    texts = [article(name, text=text) for name, text in TEXTS.items()]
    return commit(data, EMPTY, rows(texts, article("copy"), duplicate("copy", of="harbour")), [], NOON)


def found(data: DataFolder, words: str) -> list[str]:
    sql = "SELECT title FROM search($words) JOIN articles USING (article_id) ORDER BY score DESC"
    with duckdb.connect(str(data.sql_search), read_only=True, config=OFFLINE) as database:
        load_extension(database, "fts", "fts")
        titles = database.execute(sql, {"words": words}).fetchall()
    return [title.removeprefix("Title of ") for (title,) in titles]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("malmo STORM", "harbour"),
        ("reopens", "harbour"),
        ("重新开放", "chinese"),
        ("اعيد الميناء", "arabic"),
        ("बंदरगाह", "hindi"),
        ("बंदर\u093cगाह", "hindi"),
        ("พายุ", "thai"),
        ("風", "chinese"),
        ("ألمینـاء", "arabic"),
        ("ＭＡＬＭＯＥ", "harbour"),
    ],
)
def test_words_are_found_in_sql_in_any_script(
    data: DataFolder, lake: Snapshot, words: str, name: str
) -> None:
    build_sql_search(data, lake)
    assert found(data, words) == [name]


def test_all_words_must_occur(data: DataFolder, lake: Snapshot) -> None:
    build_sql_search(data, lake)
    assert found(data, "harbour 港口") == []


def test_only_where_it_was_built_does_publishing_keep_it_up_to_date(data: DataFolder, lake: Snapshot) -> None:
    publish(data, lake)
    assert not data.sql_search.exists()
    result = CliRunner().invoke(cli, ["--data", str(data.root), "fts"])
    assert (result.exit_code, "snapshot 1" in result.output) == (0, True)
    edit = article("harbour", revision=2, text="The ferry sails.")
    publish(data, commit(data, lake, rows(edit), [], hours(1)))
    assert found(data, "ferry") == ["harbour"]
    assert found(data, "storm") == []


def test_the_file_holds_no_text_beside_the_index(data: DataFolder, lake: Snapshot) -> None:
    build_sql_search(data, lake)
    assert digest("harbour", 16).encode() in data.sql_search.read_bytes()
    assert b"storm.\n" not in data.sql_search.read_bytes()
    assert b"harbour of malmo" not in data.sql_search.read_bytes()


def test_without_the_package_the_error_says_what_to_install(
    data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = commit(data, EMPTY, rows(article("a")), [], NOON)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ExtensionMissing, match=r"pip install 'copydesk\[fts\]'"):
        build_sql_search(data, snapshot)
    assert not data.sql_search.exists()
