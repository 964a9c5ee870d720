from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from warehouse_rows import NOON, article, digest, duplicate, hours, rows

from flows.cli import cli
from flows.matching.reelect_canonicals import reelect_canonicals
from warehouse.base.data_folder import DataFolder
from warehouse.erasure.erase import erase
from warehouse.erasure.target import find_target
from warehouse.exports.export import ExportExists, NoExport, export, read_watermark
from warehouse.exports.export_filter import ExportFilter
from warehouse.snapshots.snapshot import EMPTY, Snapshot, commit, current_snapshot


@pytest.fixture
def lake(data: DataFolder) -> Snapshot:
    first = [article("a", tags=("x",)), article("b", source="other"), article("c"), duplicate("c", of="a")]
    return commit(data, EMPTY, rows(first), [], NOON)


def test_an_export_has_a_manifest_whose_checksums_and_rows_hold(lake: Snapshot, tmp_path: Path) -> None:
    export(lake, tmp_path / "out", ExportFilter("parquet"))
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    (file,) = manifest["files"]
    content = (tmp_path / "out" / file["name"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == file["sha256"]
    assert pq.read_metadata(tmp_path / "out" / file["name"]).num_rows == file["rows"] == manifest["rows"] == 2


def test_the_data_package_names_every_field(lake: Snapshot, tmp_path: Path) -> None:
    export(lake, tmp_path / "out", ExportFilter("csv"))
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text())
    (resource,) = package["resources"]
    with (tmp_path / "out" / resource["path"]).open(newline="") as file:
        table = list(csv.DictReader(file))
    assert [field["name"] for field in resource["schema"]["fields"]] == list(table[0])
    assert all(field["description"] for field in resource["schema"]["fields"])
    assert sorted(row["tags"] for row in table) == ['["x"]', "[]"]


def test_json_lines_fit_the_schema_of_the_dictionary(lake: Snapshot, tmp_path: Path) -> None:
    export(lake, tmp_path / "out", ExportFilter("jsonl", where="source = 'other'"))
    (line,) = (tmp_path / "out" / "articles-00000.jsonl").read_text().splitlines()
    assert json.loads(line)["title"] == "Title of b"


def test_an_export_after_another_holds_what_landed_in_between(
    data: DataFolder, lake: Snapshot, tmp_path: Path
) -> None:
    export(lake, tmp_path / "one", ExportFilter("jsonl"))
    edit = article("a", revision=2, text="Corrected.")
    later = commit(data, lake, rows(edit, article("new")), [], hours(1))
    done = export(later, tmp_path / "two", ExportFilter("jsonl", since=read_watermark(tmp_path / "one")))
    assert done.rows == 2
    empty = export(later, tmp_path / "three", ExportFilter("jsonl", since=read_watermark(tmp_path / "two")))
    assert (empty.rows, len(empty.files)) == (0, 1)


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({}, 1),
        ({"ai_train_allowed": False}, 0),
        ({"tdm_reserved": True}, 0),
        ({"robots_allowed": False}, 0),
        ({"is_free": False}, 0),
        ({"ai_train_allowed": True, "tdm_reserved": False}, 1),
    ],
)
def test_rights_that_are_reserved_are_respected(
    data: DataFolder, tmp_path: Path, changes: dict[str, object], count: int
) -> None:
    snapshot = commit(data, EMPTY, rows(article("a", **changes)), [], NOON)
    assert export(snapshot, tmp_path / "out", ExportFilter("jsonl", respect_rights=True)).rows == count


def test_an_export_is_never_overwritten_and_a_wrong_condition_leaves_nothing(
    data: DataFolder, lake: Snapshot, tmp_path: Path
) -> None:
    export(lake, tmp_path / "out", ExportFilter("csv"))
    with pytest.raises(ExportExists):
        export(lake, tmp_path / "out", ExportFilter("csv"))
    wrong = CliRunner().invoke(
        cli, ["--data", str(data.root), "export", str(tmp_path / "wrong"), "--where", "nothing = 1"]
    )
    assert (wrong.exit_code, "--where nothing = 1" in wrong.output) == (1, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "out"]


@pytest.mark.parametrize("where", ["true) OR (true", "true) --", "true; SELECT 1", "source, title"])
def test_a_condition_that_is_no_single_expression_cannot_put_the_rights_out_of_force(
    data: DataFolder, tmp_path: Path, where: str
) -> None:
    snapshot = commit(data, EMPTY, rows(article("a", ai_train_allowed=False)), [], NOON)
    with pytest.raises(duckdb.Error):
        export(snapshot, tmp_path / "out", ExportFilter("jsonl", where=where, respect_rights=True))
    assert not (tmp_path / "out").exists()


def test_a_comment_in_a_condition_ends_with_it(data: DataFolder, tmp_path: Path) -> None:
    snapshot = commit(data, EMPTY, rows(article("a", ai_train_allowed=False), article("b")), [], NOON)
    wanted = ExportFilter("jsonl", where="true -- every one", respect_rights=True)
    assert export(snapshot, tmp_path / "out", wanted).rows == 1


@pytest.mark.parametrize("manifest", [None, "{", "{}", "[]", '{"watermark": 3}'])
def test_a_folder_that_holds_no_export_is_named(tmp_path: Path, manifest: str | None) -> None:
    if manifest is not None:
        (tmp_path / "manifest.json").write_text(manifest)
    with pytest.raises(NoExport, match=f"{tmp_path}: not an export"):
        read_watermark(tmp_path)


def test_a_place_that_cannot_be_written_is_one_line(data: DataFolder, lake: Snapshot, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    folder = str(tmp_path / "file" / "out")
    result = CliRunner().invoke(cli, ["--data", str(data.root), "export", folder])
    assert (result.exit_code, result.output.count("\n")) == (1, 1)
    assert f"{folder}.part: Not a directory" in result.output


def test_the_verb_goes_on_after_an_earlier_export(data: DataFolder, lake: Snapshot, tmp_path: Path) -> None:
    runner = CliRunner()
    first = runner.invoke(cli, ["--data", str(data.root), "export", str(tmp_path / "one")])
    assert "2 articles of snapshot 1" in first.output
    second = runner.invoke(
        cli, ["--data", str(data.root), "export", str(tmp_path / "two"), "--after", str(tmp_path / "one")]
    )
    assert "0 articles" in second.output


def removed(folder: Path) -> list[tuple[str, str, str | None]]:
    lines = map(json.loads, (folder / "removed.jsonl").read_text().splitlines())
    return [(line["article_id"], line["reason"], line["cluster_id"]) for line in lines]


def titles(folder: Path) -> list[str]:
    return [json.loads(line)["title"] for line in (folder / "articles-00000.jsonl").read_text().splitlines()]


def test_what_turned_out_to_be_a_copy_is_taken_back(data: DataFolder, lake: Snapshot, tmp_path: Path) -> None:
    export(lake, tmp_path / "one", ExportFilter("jsonl"))
    late = duplicate("b", of="a", landed_at=hours(1))
    later = commit(data, lake, rows(late, article("new")), [], hours(1))
    done = export(later, tmp_path / "two", ExportFilter("jsonl", since=read_watermark(tmp_path / "one")))
    assert removed(tmp_path / "two") == [(digest("b", 16), "duplicate", digest("a", 16))]
    assert titles(tmp_path / "two") == ["Title of new"]
    assert done.removed is not None and done.removed.rows == 1
    left = duplicate("b", of="b", landed_at=hours(2))
    last = commit(data, later, rows(left), [], hours(2))
    export(last, tmp_path / "three", ExportFilter("jsonl", since=read_watermark(tmp_path / "two")))
    assert (titles(tmp_path / "three"), removed(tmp_path / "three")) == (["Title of b"], [])


def test_what_was_erased_is_taken_back_and_the_copy_that_stands_for_it_is_exported(
    data: DataFolder, tmp_path: Path
) -> None:
    url = "https://example.org/gone"
    gone = article("gone", article_id=digest(url, 16))
    copies = [replace(duplicate(name, of="gone"), cluster_id=gone.article_id) for name in ("b", "c")]
    text = " ".join(f"word{number}" for number in range(40))
    carried = [article(name, text=text) for name in ("b", "c")]
    base = commit(data, EMPTY, rows(gone, [*carried, *copies]), [], NOON)
    export(base, tmp_path / "one", ExportFilter("jsonl"))
    assert titles(tmp_path / "one") == ["Title of gone"]
    erase(data, find_target(data, "url", url), "url", "court", hours(1), reelect_canonicals)
    wanted = ExportFilter("jsonl", since=read_watermark(tmp_path / "one"))
    export(current_snapshot(data), tmp_path / "two", wanted)
    assert (digest(url, 16), "erased", None) in removed(tmp_path / "two")
    assert len(titles(tmp_path / "two")) == 1
    wanted = ExportFilter("jsonl", since=read_watermark(tmp_path / "two"))
    export(current_snapshot(data), tmp_path / "three", wanted)
    assert (titles(tmp_path / "three"), removed(tmp_path / "three")) == ([], [])


def test_what_no_longer_fits_the_condition_or_the_rights_is_taken_back(
    data: DataFolder, lake: Snapshot, tmp_path: Path
) -> None:
    export(lake, tmp_path / "one", ExportFilter("jsonl", respect_rights=True))
    edits = [article("a", revision=2, text="Now reserved.", tdm_reserved=True), article("new", is_free=False)]
    later = commit(data, lake, rows(edits), [], hours(1))
    since = read_watermark(tmp_path / "one")
    export(later, tmp_path / "two", ExportFilter("jsonl", since=since, respect_rights=True))
    assert removed(tmp_path / "two") == [(digest("a", 16), "unmatched", digest("a", 16))]
    assert titles(tmp_path / "two") == []


def test_the_file_of_what_is_taken_back_is_described_and_only_an_incremental_export_has_it(
    lake: Snapshot, tmp_path: Path
) -> None:
    assert export(lake, tmp_path / "one", ExportFilter("csv")).removed is None
    export(lake, tmp_path / "two", ExportFilter("csv", since=NOON))
    *_, resource = json.loads((tmp_path / "two" / "datapackage.json").read_text())["resources"]
    assert (resource["path"], len(resource["schema"]["fields"])) == ("removed.csv", 3)
    assert all(field["description"] for field in resource["schema"]["fields"])
    stated = json.loads((tmp_path / "two" / "manifest.json").read_text())["removed"]
    content = (tmp_path / "two" / "removed.csv").read_bytes()
    assert (stated["rows"], stated["sha256"]) == (0, hashlib.sha256(content).hexdigest())
