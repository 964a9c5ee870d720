"""A lake as years of runs leave it, made in minutes: every table that a run asks, straight in data files.

Articles of 200 sites, 3,000 a day; of each the votes of its blocks, its row of the ledger beside those of the
documents that are looked at every hour, and, for the days that are matched, its signature and bands. Files
are as `copydesk maintain` leaves them: few a month, sorted, of many row groups. Raw pages and removed blocks
are left out: a run reads them by key, and only those of its own articles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from benchmarks.growth.sites import FIRST_NEW, SETTINGS, promo_of
from benchmarks.matching.history import rows_of_matching
from benchmarks.warehouse.newsprint import PARAGRAPHS, SOURCES, article_id, sentences
from benchmarks.warehouse.queries import build
from dedupe.blocks.fingerprint import fingerprint_of
from warehouse.base.data_folder import DataFolder
from warehouse.snapshots.datafile import write_stream
from warehouse.snapshots.layout import LAYOUTS
from warehouse.snapshots.manifest import DataFile
from warehouse.snapshots.parquet import conform, sort_rows
from warehouse.snapshots.snapshot import Snapshot, commit, current_snapshot, install
from warehouse.upkeep.compaction import TARGET

A_DAY = 3_000
LOOKS_A_DAY = 24
"""Times that the one document of each site is looked at."""
OLD_PROMOS = 3
VOTES = 9
"""Of a block at a site of many stories before it is cut with the tenth."""


@dataclass(frozen=True)
class Day:
    """The articles that landed on one day: numbers from `first` on."""

    at: datetime
    first: int
    count: int
    is_last: bool

    @property
    def numbers(self) -> npt.NDArray[np.int64]:
        return np.arange(self.first, self.first + self.count)


def build_lake(data: DataFolder, articles: int, now: datetime, span: int = 0) -> Snapshot:
    """A lake of `articles` that landed in the `span` days before `now`; 0: as many as A_DAY makes of them."""
    span = span or max(1, articles // A_DAY)
    start, count = now - timedelta(days=span), articles // span
    base = build(data, articles, start, span)
    days = [
        Day(start + timedelta(days=day, hours=12), day * count, count, day == span - 1) for day in range(span)
    ]
    window = now - timedelta(days=SETTINGS.longest_window)
    files = [
        *_written(data, "blocks", days, _votes),
        *_written(data, "fetches", days, _attempts),
        *_written(data, "signatures", [day for day in days if day.at >= window], _signatures),
        *_written(data, "bands", [day for day in days if day.at >= window], _bands),
    ]
    return install(data, base, [*base.manifest.files, *files], now - timedelta(hours=1), "run")


def land_a_day_of_attempts(data: DataFolder, now: datetime) -> None:
    """The rows of the ledger that a day's runs add, which end at `now`."""
    day = Day(now - timedelta(hours=12), 2 * FIRST_NEW, A_DAY, False)
    commit(data, current_snapshot(data), {"fetches": _attempts([day])}, [], now)


def _written(
    data: DataFolder, table: str, days: Iterable[Day], rows: Callable[[list[Day]], pa.Table]
) -> Iterator[DataFile]:
    """The files of a table, sorted within each month."""
    for month, some in groupby(days, lambda day: LAYOUTS[table].partition(day.at)):
        made = sort_rows(rows(list(some)), table)
        group = LAYOUTS[table].rows_a_group(made.num_rows)
        groups = (conform(made.slice(first, group), table) for first in range(0, made.num_rows, group))
        yield from write_stream(data, table, month, groups, 1, TARGET)


def _votes(days: list[Day]) -> pa.Table:
    """The blocks of every story, each with a vote of its own, and what the sites repeat."""
    return pa.concat_tables([table for day in days for table in (_votes_of_day(day), _votes_of_sites(day))])


def _votes_of_day(day: Day) -> pa.Table:
    rng = np.random.default_rng(day.first + 1)
    count = day.count * PARAGRAPHS
    sites = np.repeat(sites_of(day), PARAGRAPHS)
    marks = rng.integers(1, 2**64, count, dtype=np.uint64, endpoint=False)
    ids = [article_id(number) for number in day.numbers.tolist()]
    samples = sentences().take(pa.array(rng.integers(0, len(sentences()), count)))
    return _blocks(day.at, sites, marks, np.repeat(ids, PARAGRAPHS), np.ones(count, np.int64), samples)


def _votes_of_sites(day: Day) -> pa.Table:
    """With each story, as a run that brings one counts it: the story itself and the old promos of its site;
    on the last day also the promo that it has begun to show, so often that one vote more cuts it."""
    ids = np.array([article_id(number) for number in day.numbers.tolist()])
    ones, texts = np.ones(day.count, np.int64), pa.array([""] * day.count)
    kinds = [
        _marks(day, lambda site: None),
        *(_marks(day, partial(_old_promo, old)) for old in range(OLD_PROMOS)),
    ]
    rows = [_blocks(day.at, sites_of(day), marks, ids, ones, texts) for marks in kinds]
    if day.is_last:
        begun = slice(0, VOTES * SOURCES)
        new = _marks(day, promo_of)[begun]
        rows.append(_blocks(day.at, sites_of(day)[begun], new, ids[begun], ones[begun], texts[begun]))
    return pa.concat_tables(rows)


def _old_promo(number: int, site: int) -> str:
    return f"Read {number} of the best stories of {promo_of(site)}"


def _marks(day: Day, text_of: Callable[[int], str | None]) -> npt.NDArray[np.uint64]:
    """The fingerprint of a text of each story's site; 0 for none."""
    texts = [text_of(site) for site in range(SOURCES)]
    return np.array([fingerprint_of(text) if text else 0 for text in texts], np.uint64)[sites_of(day)]


def _blocks(
    at: datetime,
    sites: npt.NDArray[np.int64],
    marks: npt.NDArray[np.uint64],
    ids: npt.NDArray[np.str_],
    stories: npt.NDArray[np.int64],
    samples: pa.Array,
) -> pa.Table:
    names = pa.array([f"source-{number}.example" for number in range(SOURCES)])
    count = len(sites)
    return pa.table(
        {
            "site": names.take(pa.array(sites)),
            "fingerprint": marks,
            "article_id": pa.array(ids),
            "run_id": pa.array([f"{at:%Y%m%dT%H%M%S}"]).take(pa.array(np.zeros(count, np.int64))),
            "stories": stories,
            "tail": np.zeros(count, np.int64),
            "head": np.zeros(count, np.int64),
            "chars": np.full(count, 340),
            "link_density": np.zeros(count),
            "sample": samples,
            "last_seen_at": pa.array([at] * count),
        }
    )


def sites_of(day: Day) -> npt.NDArray[np.int64]:
    """The site of each article of a day, as `day_of_articles` draws them."""
    return day.numbers % SOURCES


def _attempts(days: list[Day]) -> pa.Table:
    return pa.concat_tables([table for day in days for table in (_articles_fetched(day), _documents(day))])


def _articles_fetched(day: Day) -> pa.Table:
    ids = [article_id(number) for number in day.numbers.tolist()]
    sources = [f"source-{number}" for number in sites_of(day).tolist()]
    urls = [f"https://{source}.example/{key}" for source, key in zip(sources, ids, strict=True)]
    times = [day.at] * day.count
    return _fetches(sources, urls, "article", [key + key[:8] for key in ids], times)


def _documents(day: Day) -> pa.Table:
    sources = [f"source-{number}" for number in range(SOURCES)] * LOOKS_A_DAY
    urls = [f"https://{source}.example/feed" for source in sources]
    hours = [day.at + timedelta(hours=look - 12) for look in range(LOOKS_A_DAY) for _ in range(SOURCES)]
    return _fetches(sources, urls, "feed", [None] * len(urls), hours)


def _fetches(
    sources: list[str], urls: list[str], kind: str, pages: list[str] | list[None], times: list[datetime]
) -> pa.Table:
    count = len(urls)
    same = {
        "kind": kind,
        "outcome": "fetched",
        "reason": "ok",
        "discovery": "feed",
        "status": 200,
        "bytes": 40_000,
    }
    columns = {
        "fetch_id": [
            f"{index:08x}{abs(hash((url, time))):016x}"
            for index, (url, time) in enumerate(zip(urls, times, strict=True))
        ],
        "run_id": [f"{time:%Y%m%dT%H%M%S}" for time in times],
        "source": sources,
        "url": urls,
        "final_url": urls,
        "discovered_at": times,
        "fetched_at": times,
        "body_hash": [f"{hash(url) % 2**64:016x}" * 2 for url in urls],
        "page_id": pa.array(pages, pa.string()),
    }
    return conform(
        pa.table(columns | {name: pa.array([value] * count) for name, value in same.items()}), "fetches"
    )


def _signatures(days: list[Day]) -> pa.Table:
    return pa.concat_tables(
        [rows_of_matching(day.numbers, day.numbers, day.at)["signatures"] for day in days]
    )


def _bands(days: list[Day]) -> pa.Table:
    return pa.concat_tables([rows_of_matching(day.numbers, day.numbers, day.at)["bands"] for day in days])
