"""Archives by lists, days and shards: each lands once, and a plan says what that will take."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from invented_stories import story
from landed_pages import article_html
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.ingestion import backfill as module
from flows.ingestion.backfill import BackfillResult, Wanted, backfill, backlog
from flows.ingestion.backfill_plan import plan
from flows.ingestion.prepare import prepare_run
from flows.landing.landing_result import directly
from flows.runs.context import RunContext
from flows.sources.shards import Shard
from spiders.archives.archive_list import UnreadableList, listed, may_hold
from spiders.archives.captures import Selection
from spiders.archives.import_archives import ImportReport, import_archives
from warehouse.base.data_folder import DataFolder

Query = Callable[[str], list[tuple[object, ...]]]
FIRST_WEEK = Selection(since=date(2026, 11, 1), until=date(2026, 11, 7))


def write_warc(path: Path, *names: str) -> Path:
    """A page a name, each at a URL of its own, captured on the day in the file's name or on 1 November."""
    path.parent.mkdir(parents=True, exist_ok=True)
    day = path.name[14:16] if path.name.startswith("CC-NEWS-") else "01"
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for name in names:
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            page = io.BytesIO(article_html(*story(name), title=f"The {name}").encode())
            writer.write_record(
                writer.create_warc_record(
                    f"https://{name}.example/{name}",
                    "response",
                    payload=page,
                    http_headers=headers,
                    warc_headers_dict={"WARC-Date": f"2026-11-{day}T12:00:00Z"},
                )
            )
    return path


def cc_news(day: int, number: int = 1) -> str:
    return f"crawl-data/CC-NEWS/2026/11/CC-NEWS-202611{day:02}010203-{number:05}.warc.gz"


@pytest.fixture
def month(tmp_path: Path) -> Path:
    """A list of three archives of which the last is missing; the middle one is of other days."""
    write_warc(tmp_path / cc_news(1), "whale", "bridge")
    write_warc(tmp_path / cc_news(20), "castle")
    path = tmp_path / "warc.paths.gz"
    path.write_bytes(gzip.compress("\n".join([cc_news(1), cc_news(20), cc_news(2), ""]).encode()))
    return path


@pytest.fixture
def run(data: DataFolder, tmp_path: Path) -> RunContext:
    return prepare_run(data.root, tmp_path / "none.toml", False, workers=1)


def done(run: RunContext, wanted: Wanted) -> dict[str, BackfillResult]:
    return {one.archive.name: one for one in backfill(run, wanted, directly)}


def test_of_a_list_the_archives_of_the_days_land_and_a_missing_one_is_said(
    month: Path, run: RunContext, query: Query
) -> None:
    results = done(run, Wanted([str(month)], FIRST_WEEK))
    assert [one.landed for one in results.values()] == [2, 0]
    (_, missing) = results.values()
    (line,) = missing.imported.broken
    assert "CC-NEWS-20261102010203-00001.warc.gz: no such file" in line
    assert query("SELECT count(*), count(DISTINCT url) FROM articles") == [(2, 2)]


def test_what_has_landed_is_not_read_again_unless_it_or_what_is_wanted_of_it_changed(
    month: Path, run: RunContext, query: Query, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def noting(paths: Sequence[Path], *arguments: Any) -> ImportReport:
        read.extend(path.name for path in paths)
        return import_archives(paths, *arguments)

    monkeypatch.setattr(module, "import_archives", noting)
    wanted = Wanted([str(month.parent / cc_news(1))], FIRST_WEEK)
    done(run, wanted)
    done(run, wanted)
    assert len(read) == 1
    assert backlog(run, wanted).done == 1
    done(run, replace(wanted, selection=Selection(hosts=("whale.example",))))
    write_warc(month.parent / cc_news(1), "whale", "bridge", "tower")
    done(run, wanted)
    assert len(read) == 3
    assert query("SELECT count(*), count(DISTINCT url) FROM articles") == [(3, 3)]


def test_a_backfill_that_is_killed_before_an_archive_has_landed_lands_it_the_next_time(
    month: Path, run: RunContext, query: Query, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = Wanted([str(month.parent / cc_news(1)), str(month.parent / cc_news(20))])

    def killed(*arguments: Any) -> ImportReport:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(module, "ingest", killed)
        done(run, wanted)
    assert len(backlog(run, wanted).files) == 2
    done(run, wanted)
    assert query("SELECT count(*), count(DISTINCT url) FROM articles") == [(3, 3)]
    assert query("SELECT count(*), count(DISTINCT page_id) FROM pages") == [(3, 3)]


def test_shards_of_the_archives_are_all_of_them_once(month: Path, run: RunContext) -> None:
    month.write_bytes(gzip.compress("\n".join(cc_news(1, number) for number in range(50)).encode()))
    parts = [backlog(run, Wanted([str(month)], shard=Shard(number, 3))).files for number in (1, 2, 3)]
    assert sum(map(len, parts)) == 50 and len(set().union(*parts)) == 50 and all(parts)


def test_a_plan_is_of_what_is_left_and_leaves_nothing_behind(month: Path, run: RunContext) -> None:
    found = plan(run, Wanted([str(month)], FIRST_WEEK))
    assert (found.archives, found.done, found.other_days) == (1, 0, 1)
    assert [path.name for path in found.missing] == ["CC-NEWS-20261102010203-00001.warc.gz"]
    assert (found.sample.pages, found.sample.articles) == (2, 2)
    assert found.sample.bytes == found.bytes and found.sample.serial > 0 and found.sample.disk > 0
    text = "\n".join(replace(found, bytes=1000 * found.bytes).lines(workers=8))
    assert "pages: about 2,000; articles: about 2,000" in text
    assert "8 extraction processes" in text
    assert not run.data.lake.exists() or not any(run.data.files.iterdir())


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        ("CC-NEWS-20261031235959-00001.warc.gz", True),  # it goes on into the first of November
        ("CC-NEWS-20261030000000-00001.warc.gz", False),
        ("CC-NEWS-20261107235959-00001.warc.gz", True),
        ("CC-NEWS-20261108000000-00001.warc.gz", False),
        ("CC-NEWS-20269999000000-00001.warc.gz", True),
        ("crawl.warc.gz", True),
    ],
)
def test_an_archive_is_opened_where_its_name_does_not_say_that_it_is_of_other_days(
    name: str, holds: bool
) -> None:
    assert may_hold(Path(name), FIRST_WEEK) == holds


@pytest.mark.parametrize(
    "content", [b"\x1f\x8b broken", b"../../etc/passwd\n", b"/etc/passwd\n", b"\xff\xfe"]
)
def test_a_list_that_is_broken_or_leads_out_of_its_folder_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / ("warc.paths.gz" if content.startswith(b"\x1f") else "warc.paths")
    path.write_bytes(content)
    with pytest.raises(UnreadableList, match=r"warc\.paths"):
        list(listed(path))


def test_archives_of_a_list_may_stand_below_another_folder(tmp_path: Path) -> None:
    path = tmp_path / "warc.paths"
    path.write_text(f"{cc_news(1)}\n\n")
    assert list(listed(path, tmp_path / "mirror")) == [tmp_path / "mirror" / cc_news(1)]
