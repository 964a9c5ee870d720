"""What readers run reads the snapshot and nothing else, writes nothing, and gives every column."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from warehouse_rows import NOON, article, duplicate, rows

from flows.cli import cli
from warehouse.base.data_folder import DataFolder
from warehouse.snapshots.snapshot import EMPTY, commit

REFUSED = [
    "SELECT content FROM read_text('{secret}')",
    "SELECT * FROM read_blob('{secret}')",
    "SELECT * FROM read_csv('{secret}')",
    "SELECT * FROM '{secret}'",
    "SELECT * FROM glob('{folder}/*')",
    "SELECT * FROM sniff_csv('{secret}')",
    "SELECT * FROM parquet_metadata('{secret}')",
    "SELECT * FROM query('FROM read_text(''{secret}'')')",
    "SELECT * FROM query_table('{secret}')",
    "EXPLAIN ANALYZE FROM read_blob('{secret}')",
    "DETACH memory",
    "SELECT * FROM read_text('{snapshot}/../../../../secret.txt')",
    "COPY (SELECT 1) TO '{folder}/out.csv'",
    "COPY (SELECT 1) TO '{snapshot}/out.csv'",
    "COPY articles FROM '{secret}'",
    "EXPLAIN ANALYZE COPY (SELECT 1) TO '{snapshot}/out.csv'",
    "EXPLAIN /* é */ (ANALYZE) COPY (SELECT 1) TO '{snapshot}/select 1'",
    "COPY (PIVOT (SELECT 1 AS a, 1 AS one) ON a USING sum(one)) TO '{snapshot}/out.csv'",
    "IMPORT DATABASE '{folder}'",
    "PREPARE p AS COPY (SELECT 1) TO '{snapshot}/out.csv'",
    "EXECUTE p",
    "EXPORT DATABASE '{snapshot}/out'",
    "ATTACH '{folder}/other.duckdb' AS other",
    "ATTACH '{snapshot}/other.duckdb' AS other",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SELECT * FROM read_parquet('https://127.0.0.1:9/x.parquet')",
    "SELECT * FROM read_parquet('s3://bucket/x.parquet')",
    "SELECT getenv('HOME')",
    "SET enable_external_access = true",
    "SET allowed_directories = ['/']",
    "RESET lock_configuration",
    "PRAGMA enable_external_access",
    "SET profiling_output = '{folder}/out.csv'",
    "CREATE SECRET s (TYPE s3)",
    "CREATE PERSISTENT SECRET s (TYPE s3)",
    "CALL enable_logging(storage = 'file', storage_path = '{folder}/out.csv')",
    "COPY FROM DATABASE memory TO other",
    "FROM enable_profiling(format = 'json', save_location = '{snapshot}/manifest.json')",
    "FROM system.main.\"ENABLE_PROFILING\" /* ( */ (format = 'json', save_location = '{snapshot}/a.json')",
    "FROM enable_profiling\N{NO-BREAK SPACE}(format = 'json', save_location = '{snapshot}/manifest.json')",
    "PIVOT (FROM enable_profiling(format = 'json', save_location = '{snapshot}/manifest.json')) ON a",
    "WITH x AS (FROM enable_logging(storage = 'file', storage_path = '{snapshot}/out.csv')) FROM x",
    "FROM query('FROM enable_' || 'logging(storage = ''file'', storage_path = ''{snapshot}/out.csv'')')",
    "FROM json_execute_serialized_sql(json_serialize_sql('FROM checkpoint()'))",
    "FROM arrow_scan(0, 0, 0)",
    "FROM read_text('.tmp/secret.txt')",
]


@pytest.fixture
def lake(data: DataFolder, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    commit(data, EMPTY, rows(article("a", title="=1+2"), article("b"), duplicate("b", "a")), [], NOON)
    for folder in (data.root.parent, data.root.parent / ".tmp"):  # where DuckDB would put what it spills
        folder.mkdir(exist_ok=True)
        (folder / "secret.txt").write_text("the secret")
    monkeypatch.chdir(data.root.parent)
    return data


def copydesk(data: DataFolder, *arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["--data", str(data.root), *arguments], input=stdin)


def of_place(sql: str, data: DataFolder) -> str:
    folder = data.root.parent
    return sql.format(secret=folder / "secret.txt", folder=folder, snapshot=data.snapshots / "1")


def files(data: DataFolder) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in data.root.parent.rglob("*") if path.is_file()}


@pytest.mark.parametrize("sql", REFUSED)
def test_a_query_reaches_nothing_but_the_snapshot(lake: DataFolder, sql: str) -> None:
    before = files(lake)
    text = of_place(sql, lake)
    for done in (copydesk(lake, "query", text), copydesk(lake, "shell", stdin=text + ";")):
        assert (done.exit_code, type(done.exception), done.output.count("Traceback")) == (1, SystemExit, 0)
        assert "the secret" not in done.output
    assert files(lake) == before


@pytest.mark.parametrize(
    "where",
    [
        "title IN (SELECT content FROM read_text('{secret}'))",
        "true); COPY (SELECT 1) TO '{snapshot}/out.csv'; SELECT (true",
        "EXISTS (FROM glob('{folder}/*'))",
        "true) OR (true",
        "EXISTS (FROM enable_profiling(format = 'json', save_location = '{snapshot}/manifest.json'))",
        "true --",
    ],
)
def test_an_export_reaches_nothing_but_the_snapshot(lake: DataFolder, where: str) -> None:
    before = files(lake)
    done = copydesk(lake, "export", str(lake.root.parent / "export"), "--where", of_place(where, lake))
    if done.exit_code == 0:  # a comment is harmless
        assert where == "true --"
        return
    assert (type(done.exception), files(lake)) == (SystemExit, before)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1",
        "SELECT 1;",
        " -- a comment\nSELECT ';' AS x -- and; another",
        "SHOW TABLES",
        "DESCRIBE articles",
        "SUMMARIZE SELECT 1",
        "FROM articles",
        "WITH x AS (SELECT 1) FROM x",
        "EXPLAIN SELECT 'é' FROM articles",
        "EXPLAIN ANALYZE SELECT 1",
        "EXPLAIN (FORMAT json) SELECT 1",
        "PIVOT (SELECT source, 1 AS one FROM articles) ON source USING sum(one)",
        " -- first\nWITH x AS (PIVOT (SELECT 'a' AS a, 1 AS b) ON a USING sum(b)) FROM x",
        "PRAGMA table_info('articles')",
        "PRAGMA version",
    ],
)
def test_what_only_reads_is_run(lake: DataFolder, sql: str) -> None:
    done = copydesk(lake, "query", sql)
    assert done.exit_code == 0, done.output


def test_a_session_may_have_tables_of_its_own(lake: DataFolder) -> None:
    script = "CREATE TABLE mine AS SELECT title FROM articles; SET VARIABLE x = 1; SELECT count(*) FROM mine;"
    done = copydesk(lake, "shell", stdin=script)
    assert (done.exit_code, "1" in done.output) == (0, True)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("", "the query is empty"),
        (" -- nothing", "the query is empty"),
        ("SELECT 1; SELECT 2", "has 2 statements"),
        ("SELEC", "Parser Error"),
    ],
)
def test_no_statement_or_several_are_an_error(lake: DataFolder, sql: str, said: str) -> None:
    done = copydesk(lake, "query", sql)
    assert (done.exit_code, said in done.output) == (1, True)


def test_columns_of_one_name_are_told_apart_in_every_form(lake: DataFolder, tmp_path: Path) -> None:
    sql = (
        "SELECT a.article_id, d.article_id, a.title, d.kind AS title, 1 AS title_1"
        " FROM articles_all a JOIN duplicates d ON d.article_id <> a.article_id"
    )
    names = ["article_id", "article_id_1", "title", "title_2", "title_1"]
    (row,) = json.loads(copydesk(lake, "query", sql, "--format", "json").output)
    assert (list(row), row["title"], row["title_2"], row["title_1"]) == (names, "=1+2", "near", 1)
    header, cells = csv.reader(io.StringIO(copydesk(lake, "query", sql, "--format", "csv").output))
    assert dict(zip(header, cells, strict=True)) == {name: str(value) for name, value in row.items()}
    assert copydesk(lake, "query", sql).exit_code == 0


def test_numbers_that_are_none_are_null_in_json(lake: DataFolder) -> None:
    sql = "SELECT 'nan'::DOUBLE AS a, [1.5, '-inf'::DOUBLE] AS b"
    done = copydesk(lake, "query", sql, "--format", "json")
    assert json.loads(done.output, parse_constant=pytest.fail) == [{"a": None, "b": [1.5, None]}]


def test_csv_for_spreadsheets_holds_no_formula(lake: DataFolder, tmp_path: Path) -> None:
    sql = "SELECT title, -1 AS number FROM articles"
    plain = copydesk(lake, "query", sql, "--format", "csv").output
    escaped = copydesk(lake, "query", sql, "--format", "csv", "--spreadsheet").output
    assert (plain, escaped) == ("title,number\n=1+2,-1\n", "title,number\n'=1+2,-1\n")
    folder = tmp_path / "export"
    assert copydesk(lake, "export", str(folder), "--format", "csv", "--spreadsheet").exit_code == 0
    assert "'=1+2" in (folder / "articles-00000.csv").read_text()
    assert copydesk(lake, "query", sql, "--spreadsheet").exit_code == 2


def test_an_output_that_fails_leaves_no_half_file(lake: DataFolder, tmp_path: Path) -> None:
    sql = "SELECT CASE WHEN i > 200000 THEN error('stop') ELSE i END FROM range(300000) AS t(i)"
    done = copydesk(lake, "query", sql, "--format", "csv", "--output", str(tmp_path / "out.csv"))
    assert (done.exit_code, list(tmp_path.glob("out*"))) == (1, [])


@pytest.mark.parametrize("form", ["table", "csv", "json", "parquet"])
@pytest.mark.parametrize(
    "value",
    ["1::UHUGEINT", "[1::UHUGEINT]", "'1'::VARIANT", "'12:00:00+02'::TIMETZ", "TIMESTAMP '290000-01-01'"],
)
def test_a_value_that_cannot_be_written_is_named_and_none_is_changed(
    lake: DataFolder, form: str, value: str
) -> None:
    done = copydesk(lake, "query", f"SELECT {value} AS far", "--format", form)
    if (form, value.split()[0]) == ("parquet", "TIMESTAMP"):  # which has it
        assert done.exit_code == 0
        return
    assert (done.exit_code, "select it as text: far::VARCHAR" in done.output) == (1, True), done.output
    assert copydesk(lake, "query", f"SELECT ({value})::VARCHAR AS far", "--format", form).exit_code == 0


def test_names_of_columns_that_a_page_gave_are_no_formulas_either(lake: DataFolder) -> None:
    pivot = "PIVOT (SELECT title, 1 AS one FROM articles) ON title USING sum(one)"
    done = copydesk(lake, "query", pivot, "--format", "csv", "--spreadsheet")
    assert "'=1+2" in next(csv.reader(io.StringIO(done.output)))
