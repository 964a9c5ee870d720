"""`copydesk dedupe`: any Parquet or JSON lines file in, a row for a row out."""

import bz2
import gzip
import json
import lzma
import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from click.testing import CliRunner, Result
from told_progress import ToldProgress

from flows.cli import cli
from flows.collection.dedupe_file import Columns, deduplicate_file

Rows = list[dict[str, Any]]


def text_of(seed: str, words: int = 120) -> str:
    rng = random.Random(seed)
    return " ".join("".join(rng.choices("abdegiklmnoprstu", k=rng.randint(3, 8))) for _ in range(words))


STORY = text_of("story")
ROWS: Rows = [
    {"id": 7, "text": STORY, "time": "2026-01-02T00:00:00Z"},
    {"id": 8, "text": text_of("other"), "time": "2026-01-01"},
    {"id": 9, "text": STORY.upper() + "!", "time": "2026-01-03T10:00:00+02:00"},
    {"id": 10, "text": " ".join(STORY.split()[:50]), "time": "2026-01-04"},
    {"id": 11, "text": None, "time": "2026-01-04"},
    {"id": 12, "text": STORY, "time": "2026-03-01"},
    {"id": 13, "text": STORY + " and a word", "time": None},
]


def dedupe(source: Path, tmp_path: Path, *options: str) -> tuple[Result, Rows]:
    """The result, and the rows of the file that was written."""
    output = tmp_path / "out.parquet"
    result = CliRunner().invoke(cli, ["dedupe", str(source), "--output", str(output), *options])
    assert output.exists(), result.output
    return result, pq.read_table(output).to_pylist()


def refusal(source: Path, tmp_path: Path, *options: str) -> str:
    """What is said of an input for which nothing is written."""
    output = tmp_path / "out.parquet"
    result = CliRunner().invoke(cli, ["dedupe", str(source), "--output", str(output), *options])
    assert result.exit_code == 1
    assert not output.exists()
    return result.output


@pytest.fixture(params=["jsonl", "parquet"])
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / f"texts.{request.param}"
    if request.param == "jsonl":
        path.write_text("\n".join(json.dumps(row) for row in ROWS))
    else:
        pq.write_table(pa.Table.from_pylist(ROWS), path)
    return path


def test_every_row_comes_back_with_its_cluster(source: Path, tmp_path: Path) -> None:
    result, rows = dedupe(source, tmp_path, "--time", "time")
    assert result.exit_code == 0, result.output
    assert [row["id"] for row in rows] == [row["id"] for row in ROWS]
    found = {row["id"]: (row["canonical_id"], row["kind"]) for row in rows}
    assert found[8] == (8, None)
    assert found[11] == (11, None)
    assert found[7] == (7, None)
    assert found[9] == (7, "exact")
    assert found[10] == (7, "excerpt")
    assert found[13] == (7, "near")


@pytest.mark.parametrize(
    ("ids", "kind"),
    [
        (["6ba7b810-9dad-11d1-80b4-00c04fd430c8", "6ba7b810-9dad-11d1-80b4-00c04fd430c9"], pa.string()),
        ([["a", 1], {"b": 2}], pa.string()),
        ([18446744073709551615, 1], pa.decimal128(38, 0)),
    ],
)
def test_ids_of_types_that_readers_of_parquet_have_not_are_text_or_numbers(
    tmp_path: Path, ids: list[object], kind: pa.DataType
) -> None:
    path = tmp_path / "ids.jsonl"
    path.write_text("\n".join(json.dumps({"id": each, "text": STORY}) for each in ids))
    _, rows = dedupe(path, tmp_path)
    said = [each if isinstance(each, str | int) else json.dumps(each, separators=(",", ":")) for each in ids]
    assert [row["id"] for row in rows] == said
    assert pq.read_schema(tmp_path / "out.parquet").field("canonical_id").type == kind


def test_copies_outside_the_window_are_apart(source: Path, tmp_path: Path) -> None:
    lone = [row for row in ROWS if row["id"] in (7, 12)]
    path = tmp_path / "two.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in lone))
    _, rows = dedupe(path, tmp_path, "--time", "time")
    assert {row["kind"] for row in rows} == {None}
    _, rows = dedupe(path, tmp_path, "--time", "time", "--days", "90")
    assert [row["kind"] for row in rows] == [None, "exact"]


def test_the_columns_are_named_as_the_issue_names_them(source: Path, tmp_path: Path) -> None:
    _, rows = dedupe(source, tmp_path)
    assert set(rows[0]) >= {"id", "cluster_id", "canonical_id", "kind", "similarity"}


def test_a_missing_column_is_named_with_those_there_are(source: Path, tmp_path: Path) -> None:
    said = refusal(source, tmp_path, "--text", "body")
    assert "has no column body; it has id, text, time" in said


def test_a_broken_line_stops_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "broken.jsonl"
    path.write_text('{"id": 1, "text": "good"}\n{"id": 2, bad\n')
    said = refusal(path, tmp_path)
    assert "malformed JSON in line 2" in said


def test_times_that_cannot_be_read_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "times.jsonl"
    path.write_text(
        "\n".join(json.dumps({"id": i, "text": "x", "time": t}) for i, t in enumerate(("soon", "2026-01-01")))
    )
    result, _ = dedupe(path, tmp_path, "--time", "time")
    assert "1 times could not be read" in result.output


def test_rows_that_share_an_id_or_have_none_all_come_back(tmp_path: Path) -> None:
    path = tmp_path / "ids.jsonl"
    rows = [{"id": id_, "text": STORY} for id_ in (1, 1, None, 2)]
    path.write_text("\n".join(json.dumps(row) for row in rows))
    result, found = dedupe(path, tmp_path)
    assert [row["id"] for row in found] == [1, 1, None, 2]
    assert [row["kind"] for row in found] == [None, "exact", "exact", "exact"]
    assert "3 rows have no id or a repeated one" in result.output


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({"id": [1], "text": [{"a": "b"}]}, "column text has type STRUCT(a VARCHAR), not text"),
        ({"id": [1], "text": [7]}, "column text has type BIGINT, not text"),
    ],
)
def test_a_column_that_holds_no_text_is_refused(
    tmp_path: Path, table: dict[str, list[object]], says: str
) -> None:
    pq.write_table(pa.table(table), tmp_path / "odd.parquet")
    said = refusal(tmp_path / "odd.parquet", tmp_path)
    assert says in said


def test_seconds_beyond_all_calendars_are_times_that_cannot_be_read(tmp_path: Path) -> None:
    times = [1e22, float("nan"), 1_700_000_000.0]
    pq.write_table(pa.table({"id": [1, 2, 3], "text": [STORY] * 3, "time": times}), tmp_path / "far.parquet")
    result, rows = dedupe(tmp_path / "far.parquet", tmp_path, "--time", "time")
    assert [row["kind"] for row in rows] == ["exact", "exact", None]
    assert "2 times could not be read" in result.output


@pytest.mark.parametrize("unit", [1, 1_000, 1_000_000, 1_000_000_000])
def test_numbers_are_times_in_the_unit_that_their_size_tells(tmp_path: Path, unit: int) -> None:
    times = [(1_700_000_000 + 86_400 * day) * unit for day in (0, 10, 30)]
    pq.write_table(pa.table({"id": [1, 2, 3], "text": [STORY] * 3, "time": times}), tmp_path / "t.parquet")
    _, rows = dedupe(tmp_path / "t.parquet", tmp_path, "--time", "time")
    assert [row["kind"] for row in rows] == [None, "exact", None]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("none.jsonl", None, "no such file"),
        ("empty.jsonl", "", "is empty"),
        ("text.parquet", "no Parquet at all", "Parquet"),
        ("begun.parquet", "PAR1 and no more", "cannot be read as Parquet"),
        ("none.json", "[]", "holds no JSON objects"),
        ("more.csv", "id,text\n1,a\n2,b,c\n", "line 3 has 3 fields and the header 2"),
        ("less.csv", "id,text\n1,a\n2\n", "line 3 has 1 fields and the header 2"),
        ("title.csv", "My export\nid,text\n1,a\n", "has no column id; it has My export"),
        ("blank.csv", "\nid,text\n1,a\n", "its first line is empty"),
        ("twice.csv", "id,text,id\n1,a,2\n", "has 2 columns id"),
        ("word.jsonl", '{"id": 1, "text": "a"}\nword\n', "malformed JSON in line 2"),
        ("twice.jsonl", '{"id": 1, "id": 2, "text": "a"}\n', "duplicate key"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_clear_line(
    tmp_path: Path, name: str, content: str | None, says: str
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    said = refusal(tmp_path / name, tmp_path)
    assert len(said.strip().splitlines()) == 1
    assert says in said


def test_an_array_of_json_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "array.json").write_text(json.dumps([{"id": 1, "text": STORY}, {"id": 2, "text": STORY}]))
    _, rows = dedupe(tmp_path / "array.json", tmp_path)
    assert [row["kind"] for row in rows] == [None, "exact"]


def test_the_output_is_checked_before_the_work(source: Path) -> None:
    for output, says in (
        (source, "is the input file"),
        (source.parent / "no" / "o.parquet", "folder"),
    ):
        result = CliRunner().invoke(cli, ["dedupe", str(source), "--output", str(output)])
        assert result.exit_code == 1
        assert says in result.output


def read(path: Path, tmp_path: Path, *options: str) -> tuple[str, dict[str, str]]:
    result, rows = dedupe(path, tmp_path, *options)
    assert result.exit_code == 0, result.output
    return result.output, {str(row["id"]): str(row["canonical_id"]) for row in rows}


@pytest.mark.parametrize("name", [f"news.csv{end}" for end in ("", ".gz", ".zst", ".bz2", ".xz")])
def test_csv_is_read_compressed_or_not_with_its_byte_order_mark(tmp_path: Path, name: str) -> None:
    rows = (f'007,"{STORY[:300]},\n{STORY[300:]}",1767312000', f"8,{STORY},1767312060")
    lines = "\n".join(("\ufeffid,text,when", *rows, "")).encode()
    packs: dict[str, Callable[[bytes], bytes]] = {
        "gz": gzip.compress,
        "zst": zstandard.compress,
        "bz2": bz2.compress,
        "xz": lzma.compress,
    }
    pack = packs.get(name.split(".")[-1], bytes)
    (tmp_path / name).write_bytes(pack(lines))
    output, found = read(tmp_path / name, tmp_path, "--time", "when")
    assert found == {"007": "007", "8": "007"}
    assert "could not be read" not in output


BROKEN_LINES = {
    "an escaped half of a pair": b'{"id":"b","text":"half \\ud800 of"}\n',
    "its bytes": b'{"id":"b","text":"half \xed\xa0\x80 of"}\n',
    "a byte of another encoding": b'{"id":"b","text":"caf\xe9"}\n',
}


@pytest.mark.parametrize("line", BROKEN_LINES.values(), ids=BROKEN_LINES)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["", "byte order mark"])
def test_a_broken_character_costs_its_row_only(tmp_path: Path, line: bytes, mark: bytes) -> None:
    good = [json.dumps({"id": name, "text": STORY + " \U0001f600"}).encode() + b"\n" for name in "ac"]
    (tmp_path / "news.jsonl").write_bytes(mark + good[0] + line + good[1])
    output, found = read(tmp_path / "news.jsonl", tmp_path)
    assert found == {"a": "a", "b": "b", "c": "a"}
    assert "1 rows held broken characters" in output


def test_a_broken_character_in_csv_costs_its_row_only_however_lines_end(tmp_path: Path) -> None:
    rows = (b"id,text\r\n", f"a,{STORY}\r\n".encode(), b"b,half \xed\xa0\x80 of\n", f"c,{STORY}\n".encode())
    (tmp_path / "news.csv").write_bytes(b"".join(rows))
    output, found = read(tmp_path / "news.csv", tmp_path)
    assert found == {"a": "a", "b": "b", "c": "a"}
    assert "1 rows held broken characters" in output


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("news.jsonl", "utf-8-sig"),
        ("news.jsonl", "utf-16"),
        ("news.csv", "utf-16"),
        ("news.json", "utf-8-sig"),
    ],
)
def test_the_byte_order_mark_tells_the_encoding(tmp_path: Path, name: str, encoding: str) -> None:
    rows = [{"id": each, "text": STORY} for each in "ab"]
    text = {
        "news.jsonl": "\n".join(map(json.dumps, rows)),
        "news.json": json.dumps(rows),
        "news.csv": f"id,text\na,{STORY}\nb,{STORY}\n",
    }[name]
    (tmp_path / name).write_bytes(text.encode(encoding))
    output, found = read(tmp_path / name, tmp_path)
    assert found == {"a": "a", "b": "a"}
    assert "broken characters" not in output


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("cut.csv.gz", gzip.compress(b"id,text\n" + random.Random(1).randbytes(900))[:500], "decompressed"),
        ("plain.csv.gz", b"id,text\na,b\n", "cannot be decompressed"),
        ("open.csv", b'id,text\na,"never closed\nb,other\n', "is a quotation mark left open?"),
        ("lacks.csv", b"id,body\na,b\n", "lacks.csv: has no column text; it has id, body"),
    ],
)
def test_what_cannot_be_read_is_told_of_the_file_that_was_given(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    (tmp_path / name).write_bytes(content)
    said = refusal(tmp_path / name, tmp_path)
    assert said.startswith(f"Error: {tmp_path / name}: ")
    assert says in said
    assert "repaired" not in said


def test_a_broken_character_in_parquet_costs_its_row_only(tmp_path: Path) -> None:
    values = [STORY.encode(), b"half \xed\xa0\x80 of", STORY.encode()]
    _, offsets, data = pa.array(values, pa.binary()).buffers()
    table = pa.table({"id": ["a", "b", "c"], "text": pa.StringArray.from_buffers(3, offsets, data)})
    pq.write_table(table, tmp_path / "news.parquet")
    output, found = read(tmp_path / "news.parquet", tmp_path)
    assert found == {"a": "a", "b": "b", "c": "a"}
    assert "1 rows held broken characters" in output


def test_a_line_that_is_no_json_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "news.jsonl").write_text('{"id": 1, "text": "a"}\n{"id": 2, "text": \n')
    said = refusal(tmp_path / "news.jsonl", tmp_path)
    assert "malformed JSON in line 2" in said


def test_texts_that_are_not_compared_to_their_end_are_counted(tmp_path: Path) -> None:
    pq.write_table(pa.table({"id": [1], "text": ["word " * 90_000]}), tmp_path / "long.parquet")
    output, _ = read(tmp_path / "long.parquet", tmp_path)
    assert "1 texts are longer than 400,000 characters" in output


def test_each_text_and_each_pair_is_told_of_when_it_is_done(tmp_path: Path) -> None:
    tail = "\n".join(text_of(f"tail {number}", 12) + "." for number in range(4))
    texts = [STORY, STORY + " and a word", *(text_of(str(number)) + ".\n" + tail for number in range(40))]
    pq.write_table(pa.table({"id": list(range(42)), "text": texts}), tmp_path / "news.parquet")
    told = ToldProgress()
    deduplicate_file(
        tmp_path / "news.parquet", Columns("id", "text", None), 14, tmp_path / "out.parquet", told
    )
    assert [(name, stage.done) for name, stage in told.stages.items()] == [
        (name, stage.total) for name, stage in told.stages.items()
    ]
    assert told.stages["sign"].done >= 42
    assert told.stages["compare"].done


LATE = {"late": pa.string(), 1.5: pa.string(), 30_000: pa.int64(), 2**64: pa.string(), True: pa.string()}


@pytest.mark.parametrize(
    ("late", "kind", "options"),
    [(1.5, pa.string(), []), *((late, kind, ["--time", "time"]) for late, kind in LATE.items())],
)
def test_ids_of_which_a_late_one_is_of_another_kind_are_kept_as_they_are_written(
    tmp_path: Path, late: object, kind: pa.DataType, options: list[str]
) -> None:
    path = tmp_path / "news.jsonl"
    ids = [*range(20_490), late]
    rows = ({"id": each, "text": "short", "time": "2026-01-01T10:00:00Z"} for each in ids)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    read(path, tmp_path, *options)
    written = pq.read_table(tmp_path / "out.parquet")["id"]
    assert written.type == kind
    assert [str(each) for each in written.to_pylist()[-2:]] == [
        each if isinstance(each, str) else json.dumps(each) for each in ids[-2:]
    ]


def test_times_of_which_a_late_one_is_of_another_kind_are_read_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    times: list[object] = ["2026-01-01"] * 20_490 + [
        1_767_225_600.5,
        "2026-01-01T12:00:00Z",
        "soon",
        "1-2-26",
    ]
    rows = [{"id": number, "text": STORY[:9], "time": time} for number, time in enumerate(times)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    output, _ = read(path, tmp_path, "--time", "time")
    assert "2 times could not be read" in output


def test_ids_that_look_like_dates_or_uuids_are_as_they_are_written(tmp_path: Path) -> None:
    for ids in (["2026-01-02 10:00", "2026-01-02T10:00:00+02:00"], ["6BA7B810-9DAD-11D1-80B4-00C04FD430C8"]):
        path = tmp_path / "news.jsonl"
        path.write_text("".join(json.dumps({"id": each, "text": STORY}) + "\n" for each in ids))
        assert list(read(path, tmp_path)[1]) == ids


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_row_of_csv_comes_back_with_the_id_that_is_written(tmp_path: Path, delimiter: str) -> None:
    early = [str(number) for number in range(20_490)]
    ids = [
        "#1",
        *early,
        "007",
        "1.50",
        "#2",
        "late",
        " spaced ",
        "NULL",
        "true",
        "quoted 1",
        "18446744073709551616",
    ]
    rows = ((each if '"' not in each else '"quoted ""1"""') + delimiter + "a, b; c." for each in ids)
    quoted = (row if delimiter in "|\t" else row.replace("a, b; c.", '"a, b; c."') for row in rows)
    (tmp_path / "news.csv").write_text(delimiter.join(("id", "text")) + "\n" + "\n".join(quoted) + "\n")
    _, found = dedupe(tmp_path / "news.csv", tmp_path)
    assert [row["id"] for row in found] == ids


@pytest.mark.parametrize("end", [".gz", ".zst", ".bz2", ".xz"])
def test_a_compressed_file_that_is_not_all_there_is_refused(tmp_path: Path, end: str) -> None:
    packs: dict[str, Callable[[bytes], bytes]] = {
        ".gz": gzip.compress,
        ".zst": zstandard.compress,
        ".bz2": bz2.compress,
        ".xz": lzma.compress,
    }
    rows = b"id,text\n" + b"".join(b"%d,%d words\n" % (number, number) for number in range(300))
    path = tmp_path / f"news.csv{end}"
    path.write_bytes(packs[end](rows[:1000]) + packs[end](rows[1000:]))
    assert len(read(path, tmp_path)[1]) == 300
    (tmp_path / "out.parquet").unlink()
    path.write_bytes(path.read_bytes()[:-5])
    assert "cannot be decompressed" in refusal(path, tmp_path)


def test_times_beside_one_that_is_no_number_are_read(tmp_path: Path) -> None:
    times = [0.5, float("nan"), 1.5]
    pq.write_table(pa.table({"id": [1, 2, 3], "text": [STORY] * 3, "time": times}), tmp_path / "nan.parquet")
    output, _ = read(tmp_path / "nan.parquet", tmp_path, "--time", "time")
    assert "1 times could not be read" in output


def test_decimals_that_duckdb_reads_as_others_are_refused(tmp_path: Path) -> None:
    ids = pa.array([Decimal("1.50")], pa.decimal256(60, 2))
    pq.write_table(pa.table({"id": ids, "text": [STORY]}), tmp_path / "large.parquet")
    assert "more than 38 digits" in refusal(tmp_path / "large.parquet", tmp_path)
