"""What README, docs and --help show is run as it stands there, but for what needs a network or Prefect."""

from __future__ import annotations

import io
import re
import shlex
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click
import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from landed_pages import article_html
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter
from warehouse_rows import article, fetch, rows

from flows.cli import VERBS, cli
from flows.settings import load_settings
from warehouse.folder import DataFolder
from warehouse.lake.snapshots import commit, current_snapshot
from warehouse.publish import publish
from warehouse.query.reader import connect

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
DESK = '[copydesk]\ncontact = "mailto:desk@example.org"\n'
LAST_OF_OCTOBER = datetime(2026, 10, 31, 12, tzinfo=UTC)
ELSEWHERE = {"run", "serve", "sources", "eval", "shell", "promos", "quarantine"}
"""Verbs that ask the network, start servers, have tests of their own or need a longer history."""


def blocks(language: str) -> list[str]:
    fence = re.compile(rf"^```{language}\n(.*?)^```", re.MULTILINE | re.DOTALL)
    return [block for page in PAGES for block in fence.findall(page.read_text(encoding="utf-8"))]


def examples() -> list[str]:
    context = click.Context(cli)
    commands = [cli.get_command(context, verb) for verb in VERBS]
    return [str(command.epilog) for command in commands if command is not None]


def commands() -> list[tuple[str, ...]]:
    """The words of every command that is shown, without what is said beside it."""
    lines = "\n".join([*blocks("sh"), *examples()]).splitlines()
    shown = (part.strip() for line in lines for part in line.split("&&"))
    words = [
        shlex.split(re.split(r"\s{2,}", line)[0], comments=True)
        for line in shown
        if line.startswith("copydesk ")
    ]
    run = dict.fromkeys(tuple(some[1:]) for some in words if some[1] not in ELSEWHERE)
    return sorted(run, key=lambda some: some[0] == "import")  # an author is not erased while pages wait


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    """A folder with the files that the commands name, and a lake that goes back to October."""
    monkeypatch.chdir(tmp_path)
    page = article_html().encode()
    (tmp_path / "pages").mkdir()
    (tmp_path / "saved-pages").mkdir()
    (tmp_path / "pages" / "a.html").write_bytes(page)
    for name in ("crawl.warc.gz", "pages.warc.gz", "CC-NEWS-20261101*.warc.gz"):
        (tmp_path / name).write_bytes(warc(page))
    texts = pa.table({"id": ["1", "2"], "url": ["a", "b"], "text": ["One."] * 2, "body": ["One."] * 2})
    texts = texts.append_column("published", pa.array([LAST_OF_OCTOBER] * 2))
    pq.write_table(texts, tmp_path / "news.parquet")
    (tmp_path / "news.jsonl").write_text('{"id": "1", "text": "One."}\n{"id": "2", "text": "One."}\n')
    return lake(DataFolder(tmp_path / "data"))


def warc(page: bytes) -> bytes:
    out = io.BytesIO()
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    writer = WARCWriter(out)
    writer.write_record(
        writer.create_warc_record(
            "https://example.org/w", "response", payload=io.BytesIO(page), http_headers=headers
        )
    )
    return out.getvalue()


def lake(data: DataFolder) -> DataFolder:
    text = "The harbour storm: the port authority was warned. 风暴。"
    data.create()
    urls = ["https://www.example.org/a-story", "https://example.org/2026/11/harbour-reopens"]
    first = [article(url, text=text, url=url, canonical_url=url, authors=("Jane Doe",)) for url in urls] + [
        fetch(url, url=url) for url in urls
    ]
    for number in range(12):
        batch = rows(*first) if number == 0 else rows(article(f"later{number}"))
        commit(data, current_snapshot(data), batch, [], LAST_OF_OCTOBER + timedelta(hours=number))
    publish(data, current_snapshot(data))  # type: ignore[arg-type]
    return data


def test_every_command_that_is_shown_runs(desk: DataFolder) -> None:
    failed = []
    for words in commands():
        if words[0] == "fts" and not has_fts():
            continue
        if words[0] == "init":
            Path("sources.toml").unlink(missing_ok=True)
        if words[0] == "alerts":
            Path("sources.toml").write_text(DESK + '[alerts]\ncommand = ["true"]\n')
        result = CliRunner().invoke(cli, words, input="mailto:desk@example.org\n")
        if result.exit_code:
            failed.append(f"copydesk {shlex.join(words)}: {result.output} {result.exception!r}")
    assert failed == []


def has_fts() -> bool:
    try:
        import duckdb_extension_fts  # noqa: F401
    except ImportError:
        return False
    return True


def test_every_query_of_the_documentation_runs(desk: DataFolder) -> None:
    statements = [statement for block in blocks("sql") for statement in duckdb.extract_statements(block)]
    with connect(current_snapshot(desk)) as database:
        described = [database.execute(statement).description for statement in statements]
    assert len(described) == 6 and all(described)


def test_every_python_block_of_the_documentation_runs(desk: DataFolder) -> None:
    pytest.importorskip("polars")
    if has_fts():
        assert CliRunner().invoke(cli, ["fts"]).exit_code == 0
    shown = [block for block in blocks("python") if has_fts() or "fts" not in block]
    for block in shown:
        space: dict[str, Any] = {}
        exec(compile(block, "documentation", "exec"), space)
    assert shown


@pytest.mark.parametrize("block", blocks("toml"))
def test_every_configuration_of_the_documentation_is_one(tmp_path: Path, block: str) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(DESK + block)
    assert load_settings(path)
