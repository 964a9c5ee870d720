"""The five sample articles, from WARC to the warehouse."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.warcwriter import WARCWriter

from spiders.archives.import_archives import import_archives
from warehouse.base.data_folder import DataFolder
from warehouse.snapshots.snapshot import current_snapshot

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
pytestmark = pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not here")

Query = Callable[[str], list[tuple[Any, ...]]]


def gold() -> dict[str, dict[str, Any]]:
    lines = (CORPUS / "seeds-gold.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["url"]: row for row in map(json.loads, lines)}


def single_pages(folder: Path) -> list[Path]:
    """One WARC file for each of the five pages."""
    paths = []
    with (CORPUS / "seeds.warc.gz").open("rb") as stream:
        for number, record in enumerate(ArchiveIterator(stream)):
            paths.append(folder / f"seed{number}.warc.gz")
            with paths[-1].open("wb") as output:
                WARCWriter(output, gzip=True).write_record(record)
    return paths


def land(data: DataFolder, run_once: Callable[[], object], paths: Sequence[Path]) -> None:
    now = datetime.now(UTC)
    import_archives(paths, data, current_snapshot(data), f"import{now:%H%M%S%f}", now)
    run_once()


def assert_as_gold(query: Query) -> None:
    """Five articles; nothing that is to be dropped is left, nothing that is to be kept is missing."""
    texts = {
        url: {block["text"] for block in blocks}
        for url, blocks in query("select canonical_url, blocks from articles")
    }
    assert set(texts) == set(gold())
    for url, row in gold().items():
        flat = {" ".join(text.split()) for text in texts[url]}
        assert [block for block in row["drop"] if " ".join(block.split()) in flat] == []
        assert [block for block in row["keep"] if " ".join(block.split()) not in flat] == []


def test_in_one_batch_every_promo_is_cut_and_every_paragraph_kept(
    data: DataFolder, run_once: Callable[[], object], query: Query
) -> None:
    land(data, run_once, [CORPUS / "seeds.warc.gz"])
    assert_as_gold(query)
    assert query("select count(*) from duplicates") == [(0,)]


def test_in_five_runs_in_another_order_the_end_is_the_same(
    data: DataFolder, run_once: Callable[[], object], query: Query, tmp_path: Path
) -> None:
    paths = single_pages(tmp_path)
    random.Random(7).shuffle(paths)
    for path in paths:
        land(data, run_once, [path])
    assert_as_gold(query)
    assert query("select count(*) from articles") == [(5,)]


def test_what_was_cut_can_be_read_with_the_reason(
    data: DataFolder, run_once: Callable[[], object], query: Query
) -> None:
    land(data, run_once, [CORPUS / "seeds.warc.gz"])
    cut = {
        (url, " ".join(text.split()))
        for url, text in query(
            "select canonical_url, r.text from removed_blocks r "
            "join articles_all using (article_id, revision, extraction)"
        )
    }
    for url, row in gold().items():
        assert [block for block in row["drop"] if (url, " ".join(block.split())) not in cut] == []
    assert query("select count(*) from removed_blocks where reason = '' or stories < 0") == [(0,)]


def test_importing_and_running_twice_adds_no_row(
    data: DataFolder, run_once: Callable[[], object], query: Query
) -> None:
    tables = ("articles", "fetches", "removed_blocks", "runs")
    counts = " union all ".join(f"select count(*) from landed.{table}" for table in tables)
    land(data, run_once, [CORPUS / "seeds.warc.gz"])
    before = query(counts)
    land(data, run_once, [CORPUS / "seeds.warc.gz"])
    assert query(counts) == before
