"""What README, docs and --help show is run as it stands there; for servers see test_documented_servers.py."""

from __future__ import annotations

import gzip
import io
import json
import re
import shlex
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from command import copydesk_here
from invented_stories import story
from landed_pages import article_html
from newsroom import Newsroom
from shown_commands import blocks, shown
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter
from warehouse_rows import article, fetch, rows

from flows.cli import cli, evaluate_duplicates
from flows.configuration import load_settings
from flows.evaluation.duplicates_scripts import SCRIPTS
from spiders.fetching.outcome import MOVED_REMARK
from spiders.sources.source import Source, SourceLimits
from warehouse.base.data_folder import DataFolder
from warehouse.checks.quarantine import set_damaged_aside
from warehouse.derived.publish import publish
from warehouse.landing.segments import pending_segments
from warehouse.query.connection import connect
from warehouse.snapshots.snapshot import commit, current_snapshot
from warehouse.tables import Record

DESK = '[copydesk]\ncontact = "mailto:desk@example.org"\n'
LAST_OF_OCTOBER = datetime(2026, 10, 31, 12, tzinfo=UTC)
PROMO = "Subscribe to the evening letter of the gazette and never miss another whale in any harbour."
SERVED = {"serve", "deploy", "desk", "mcp"}
"""Verbs that serve, or need a Prefect server: see test_documented_servers.py and test_mcp.py."""
TYPED = {
    "init": "mailto:desk@example.org\n",
    "shell": "SELECT source, count(*) FROM articles GROUP BY source;\n",
}
"""What people type into verbs that read it."""
LAST = ("run", "backfill", "import")
"""An author is not erased while pages wait, and what runs land is no part of the lake made here."""
OLD_FEED, NEW_FEED = "https://example.org/feed.xml", "https://news.example.net/feed.xml"
SITES = re.compile(r"https://(www\.)?example\.org/")


def commands() -> list[tuple[str, ...]]:
    """What is run here, in the order in which it goes well."""
    run = [words for words in shown("copydesk") if words[0] not in SERVED]
    return sorted(run, key=lambda words: LAST.index(words[0]) if words[0] in LAST else -1)


@pytest.fixture
def desk(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    """A copy of the folder in which commands are typed, with its hard links."""
    subprocess.run(["cp", "-a", f"{made}/.", str(tmp_path)], check=True)
    monkeypatch.chdir(tmp_path)
    data = DataFolder(tmp_path / "data")
    publish(data, current_snapshot(data))
    return data


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that the commands name, and a lake that goes back to October."""
    tmp_path = tmp_path_factory.mktemp("made")
    page = article_html().encode()
    (tmp_path / "pages").mkdir()
    (tmp_path / "saved-pages").mkdir()
    (tmp_path / "pages" / "a.html").write_bytes(page)
    for name in ("crawl.warc.gz", "pages.warc.gz", "CC-NEWS-20261101*.warc.gz"):
        (tmp_path / name).write_bytes(warc(page))
    (tmp_path / "warc.paths.gz").write_bytes(
        gzip.compress(b"crawl.warc.gz\nCC-NEWS-20261101010203-1.warc.gz\n")
    )
    texts = pa.table({"id": ["1", "2"], "url": ["a", "b"], "text": ["One."] * 2, "body": ["One."] * 2})
    texts = texts.append_column("published", pa.array([LAST_OF_OCTOBER] * 2))
    pq.write_table(texts, tmp_path / "news.parquet")
    (tmp_path / "news.jsonl").write_text('{"id": "1", "text": "One."}\n{"id": "2", "text": "One."}\n')
    for folder in ("archives", "corpus"):
        (tmp_path / folder).mkdir()
    (tmp_path / "archives" / "a.warc.gz").write_bytes(warc(page))
    (tmp_path / "corpus" / "*.warc.gz").write_bytes(warc(page))
    for name in ("pages", "corpus/*", "corpus/a", "corpus/b"):
        texts = [
            "\n".join(line for part in range(4) for line in story(f"{name} {n} {part}")) for n in range(20)
        ]
        gold = [{"url": f"https://example.org/w{n or ''}", "text": text} for n, text in enumerate(texts)]
        (tmp_path / f"{name}-gold.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in gold))
    labelled = pa.table({"text": ["One."] * 2, "cluster": ["a"] * 2, "published": [LAST_OF_OCTOBER] * 2})
    pq.write_table(labelled, tmp_path / "labelled.parquet")
    (tmp_path / "report.sql").write_text("SELECT count(*) FROM articles;")
    (tmp_path / "news.csv.gz").write_bytes(gzip.compress(b"id,text\n1,One.\n2,One.\n"))
    data = lake(DataFolder(tmp_path / "data"))
    for name in ("whale", "bridge", "castle"):
        page = article_html(*story(name), PROMO).encode()
        (tmp_path / "pages" / f"{name}.html").write_bytes(page)
    copydesk_here(
        data.root, tmp_path / "none.toml", "import", "--source", "example-news", str(tmp_path / "pages")
    )
    copydesk_here(data.root, tmp_path / "none.toml", "run", "--direct", "--no-fetch")
    return tmp_path


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
    articles = [article(url, text=text, url=url, canonical_url=url, authors=("Jane Doe",)) for url in urls]
    edited: list[Record] = [
        replace(articles[1], revision=number, text=f"{text} {number}.") for number in (2, 3)
    ]
    moved = {
        "source": "example-org",
        "kind": "feed",
        "final_url": NEW_FEED,
        "detail": MOVED_REMARK,
        "page_id": None,
    }
    looks = [
        fetch(OLD_FEED, url=OLD_FEED, discovered_at=LAST_OF_OCTOBER + timedelta(hours=n), **moved)
        for n in range(3)
    ]
    first: list[Record] = [*articles, *looks, *(fetch(url, url=url) for url in urls)]
    for number in range(12):
        batch = {0: first, 1: edited}.get(number) or [article(f"later{number}")]
        commit(data, current_snapshot(data), rows(*batch), [], LAST_OF_OCTOBER + timedelta(hours=number))
    publish(data, current_snapshot(data))
    return data


def invoke(words: Sequence[str]) -> Result:
    """Calls a command in this process, with `< file` and `> file` as a shell has them."""
    *called, sign, file = words if len(words) > 2 and words[-2] in "<>" else (*words, "", "")
    given = Path(file).read_text() if sign == "<" else TYPED.get(words[0])
    result = CliRunner().invoke(cli, called if sign else list(words), input=given)
    if sign == ">":
        Path(file).write_text(result.stdout)
    return result


@pytest.fixture
def site(desk: DataFolder, monkeypatch: pytest.MonkeyPatch) -> Iterator[Newsroom]:
    """A site on loopback in place of example.org, which is requested without the usual pauses."""
    monkeypatch.setattr(
        "flows.cli.sources.add_source.Source", partial(Source, limits=SourceLimits(delay=0.05))
    )
    with Newsroom(only=["talpost"], crawl_delay=0) as newsroom:
        yield newsroom


@pytest.fixture
def small_generated_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    """`eval duplicates --gold` makes a tenth of its sets; test_evaluate_duplicates.py has all of them."""
    monkeypatch.setattr(evaluate_duplicates, "SCRIPTS", SCRIPTS[:1])
    for name in ("template_reports", "phrase_reports"):
        monkeypatch.setattr(evaluate_duplicates, name, partial(getattr(evaluate_duplicates, name), count=3))


def prepared(words: tuple[str, ...], site: Newsroom, data: DataFolder) -> list[str]:
    """The words as they can be run here, after what the command needs is there."""
    config = Path("sources.toml")
    if words[0] == "init":
        config.unlink(missing_ok=True)
    if words[0] in ("sources", "run"):
        site.write_sources(config)
    if words[:2] == ("sources", "move"):
        config.write_text(
            f'{DESK}[sources.example-org]\nhome = "https://example.org/"\nfeeds = ["{OLD_FEED}"]\n'
        )
    if words[0] == "alerts":
        config.write_text(DESK + '[alerts]\ncommand = ["true"]\n')
    if words[:2] == ("quarantine", "show"):
        (data.landing / "20261122T090000Z-1a2b.crawl.00000").mkdir(parents=True)
        set_damaged_aside(data, pending_segments(data, current_snapshot(data)), LAST_OF_OCTOBER)
        next(data.quarantine.glob("20261031*")).rename(data.quarantine / words[2])
    if words[:2] == ("sources", "add"):
        return [SITES.sub(site.home("talpost"), word) for word in words]
    return [*words, "--direct"] if words[0] == "run" and "--direct" not in words else list(words)


def test_every_command_that_is_shown_runs(
    desk: DataFolder, site: Newsroom, small_generated_sets: None
) -> None:
    failed = []
    for words in commands():
        if words[0] == "fts" and not has_fts():
            continue
        result = invoke(prepared(words, site, desk))
        if result.exit_code:
            failed.append(f"copydesk {shlex.join(words)}: {result.output} {result.exception!r}")
    assert not failed, "\n".join(failed)


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
    assert statements and all(described)


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
