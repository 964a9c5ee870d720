"""CPU seconds of stages for the same few pages on known sites, over histories of several sizes.

`python benchmarks/growth/run.py 0 100000 1000000`. Pages of 10 and of 200 known sites are cleaned and matched
over a lake of generated articles of 200 sites and 100 days. Each page carries a promo that its site has begun
to show, so that something is learned about every site and landed articles are looked through.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

import made_drafts

from benchmarks.warehouse.newsprint import SOURCES, day_of_articles
from benchmarks.warehouse.queries import DAYS, build
from dedupe.blocks.fingerprint import fingerprint_of
from flows.configuration import Settings
from flows.draft import Draft
from flows.runs.context import RunContext
from flows.runs.progress import SilentProgress
from flows.stages.clean import clean
from flows.stages.match import match
from warehouse.base.data_folder import DataFolder
from warehouse.snapshots.datafile import write_datafile
from warehouse.snapshots.layout import LAYOUTS
from warehouse.snapshots.snapshot import EMPTY, Snapshot, install
from warehouse.tables import BlockCount, to_arrow

T = TypeVar("T")

PAGES = 200
"""Pages of a batch: one of each of the 200 sites, or 20 of each of ten."""


def main(histories: list[int]) -> None:
    print(f"{'history':>10}{'sites':>8}{'clean':>10}{'match':>10}   CPU seconds for {PAGES} pages")
    for articles in histories:
        with tempfile.TemporaryDirectory() as folder:
            data = DataFolder(Path(folder) / "data")
            now = datetime.now(UTC)
            snapshot = _lake(data, articles, now - timedelta(days=DAYS)) if articles else EMPTY
            run = RunContext("run", now, data, Settings(), SilentProgress(), workers=1)
            for sites in (10, SOURCES):
                spent = _land(run, list(_drafts(sites, now)), snapshot)
                print(f"{articles:10,}{sites:8}{spent[0]:10.2f}{spent[1]:10.2f}", flush=True)


def _land(run: RunContext, drafts: list[Draft], snapshot: Snapshot) -> tuple[float, float]:
    """CPU seconds of clean and of match."""
    cleaned, cleaning = _timed(lambda: clean(run, drafts, snapshot))
    _, matching = _timed(lambda: match(run, cleaned.articles, snapshot))
    return cleaning, matching


def _lake(data: DataFolder, articles: int, start: datetime) -> Snapshot:
    base = build(data, articles, start)
    last = start + timedelta(days=DAYS - 1, hours=12)
    votes = to_arrow(list(_votes(articles, last)), BlockCount)
    file = write_datafile(data, "blocks", LAYOUTS["blocks"].partition(last), votes, 2)
    return install(data, base, [*base.manifest.files, file], last + timedelta(minutes=1), "run")


def _votes(articles: int, at: datetime) -> Iterator[BlockCount]:
    """Stories of each site, and one vote for the promo that it has begun to show."""
    for number in range(SOURCES):
        for mark, stories in ((0, articles // SOURCES), (fingerprint_of(_promo(number)), 1)):
            yield BlockCount(
                site=f"source-{number}.example",
                fingerprint=mark,
                article_id="0" * 16,
                run_id="run",
                stories=stories,
                tail=1,
                head=0,
                chars=80,
                link_density=0.0,
                sample=_promo(number),
                last_seen_at=at,
            )


def _promo(number: int) -> str:
    return f"Sign up for the letter of {'abcdefghij'[number % 10]}{number // 10} and never miss a story."


def _drafts(sites: int, now: datetime) -> Iterator[Draft]:
    texts = day_of_articles(9_000_000, PAGES, now).column("text").to_pylist()
    for index, text in enumerate(texts):
        number = index % sites
        url = f"https://source-{number}.example/growth-{index}"
        blocks = (*text.split("\n"), _promo(number))
        yield made_drafts.draft(f"growth-{index}", url, *blocks, source=f"source-{number}", at=now)


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    begun = time.process_time()
    done = work()
    return done, time.process_time() - begun


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [0, 100_000])
