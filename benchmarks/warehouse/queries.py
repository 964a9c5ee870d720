"""Questions to the warehouse, each beside the same question to a native DuckDB table of the same rows.

`python benchmarks/warehouse/queries.py 1000000` for a million articles. Search is compared up to 100,000,
for DuckDB builds its full-text index in memory: `copydesk search` beside that index, which ranks as it does,
and beside a scan of the texts, which is how long the table takes without one.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path

import duckdb
import pyarrow as pa

from benchmarks.warehouse.newsprint import article_id, day_of_articles
from warehouse.base.data_folder import DataFolder
from warehouse.query.extension import load_extension
from warehouse.query.viewfile import publish_views
from warehouse.search.index import search, update_index
from warehouse.snapshots.datafile import write_datafile, write_stream
from warehouse.snapshots.layout import LAYOUTS
from warehouse.snapshots.manifest import DataFile
from warehouse.snapshots.parquet import sort_rows
from warehouse.snapshots.snapshot import EMPTY, Snapshot, install
from warehouse.tables import Duplicate
from warehouse.tables.arrow import to_arrow
from warehouse.upkeep.compaction import TARGET

DAYS = 100
COPIES = 10
"""One article in so many is a copy of the one before it."""

START = datetime(2026, 1, 1, tzinfo=UTC)
TIMES = 7
SEARCHED = 100_000
"""Articles up to which search is compared."""

KEPT = "SET parquet_metadata_cache = true"
"""What docs/warehouse.md advises for a connection that runs more than one query."""

RANKED = """
    SELECT article_id, fts_main_articles.match_bm25(article_id, ?, conjunctive := 1) AS score
    FROM articles WHERE score IS NOT NULL ORDER BY score DESC LIMIT 10
"""
SCANNED = "SELECT article_id FROM articles WHERE contains(text, ?) AND contains(text, ?) LIMIT 10"
QUESTIONS = {
    "point lookup": "SELECT title, text FROM articles WHERE article_id = '{key}'",
    "count by source and day": "SELECT source, landed_date, count(*) FROM articles GROUP BY ALL",
    "one day's scan": "SELECT sum(length(text)), count(*) FROM articles WHERE landed_date = '2026-02-10'",
    "the same, by its instants": "SELECT sum(length(text)), count(*) FROM articles "
    "WHERE landed_at >= '2026-02-10 00:00:00Z' AND landed_at < '2026-02-11 00:00:00Z'",
    "count": "SELECT count(*) FROM articles",
}


def build(data: DataFolder, articles: int, start: datetime = START, span: int = DAYS) -> Snapshot:
    """A maintained lake: `span` days of articles in few files a month, as compaction writes them."""
    data.create()
    days = [start + timedelta(days=day, hours=12) for day in range(span)]
    count = articles // span
    months = groupby(enumerate(days), lambda day: LAYOUTS["articles"].partition(day[1]))
    files = [file for month, some in months for file in _month(data, month, some, count)]
    last = LAYOUTS["duplicates"].partition(days[-1])
    files.append(write_datafile(data, "duplicates", last, _copies(articles, days), 1))
    return install(data, EMPTY, files, start + timedelta(days=span), "run")


def _month(
    data: DataFolder, month: str, days: Iterable[tuple[int, datetime]], count: int
) -> Iterator[DataFile]:
    return write_stream(data, "articles", month, _groups(days, count), 1, TARGET)


def _groups(days: Iterable[tuple[int, datetime]], count: int) -> Iterator[pa.Table]:
    """Each day in row groups of one size."""
    group = LAYOUTS["articles"].rows_a_group(count)
    for day, at in days:
        rows = sort_rows(day_of_articles(day * count, count, at), "articles")
        yield from (rows.slice(first, group) for first in range(0, count, group))


def _copies(articles: int, days: list[datetime]) -> pa.Table:
    rows = (
        Duplicate(
            article_id=article_id(number),
            revision=1,
            cluster_id=article_id(number - 1),
            story_id=article_id(number - 1),
            matched_article_id=article_id(number - 1),
            matched_revision=1,
            kind="near",
            similarity=0.9,
            reason="benchmark",
            source="source-1",
            landed_at=days[min(number * len(days) // articles, len(days) - 1)],
            run_id="r",
        )
        for number in range(COPIES, articles, COPIES)
    )
    return to_arrow(rows, Duplicate)


def native(data: DataFolder, path: Path) -> None:
    """The rows that the view `articles` gives, as a DuckDB table."""
    with duckdb.connect(str(path)) as database:
        database.execute(f"ATTACH '{data.database}' AS lake (READ_ONLY)")
        database.execute("CREATE TABLE articles AS SELECT * FROM lake.articles ORDER BY landed_at")


def milliseconds(*queries: Callable[[], object]) -> list[float]:
    """Median time of several askings of each, in turn, the first of each left out."""
    times: list[list[float]] = [[] for _ in queries]
    for _ in range(TIMES + 1):
        for query, some in zip(queries, times, strict=True):
            begun = time.perf_counter()
            query()
            some.append((time.perf_counter() - begun) * 1000)
    return [statistics.median(some[1:]) for some in times]


def compare(data: DataFolder, table: Path, key: str) -> None:
    with (
        duckdb.connect(str(data.database), read_only=True) as ours,
        duckdb.connect(str(table), read_only=True) as theirs,
    ):
        _look_up(ours, theirs, key)
        print(KEPT)
        ours.execute(KEPT)
        _look_up(ours, theirs, key)


def _look_up(ours: duckdb.DuckDBPyConnection, theirs: duckdb.DuckDBPyConnection, key: str) -> None:
    print(f"{'':26}{'warehouse':>12}{'native':>12}{'ratio':>8}")
    for name, question in QUESTIONS.items():
        sql = question.format(key=key)
        assert sorted(ours.execute(sql).fetchall()) == sorted(theirs.execute(sql).fetchall()), name
        one, other = milliseconds(*(lambda c=c, sql=sql: c.execute(sql).fetchall() for c in (ours, theirs)))
        print(f"{name:26}{one:9.1f} ms{other:9.1f} ms{one / other:8.2f}")


def compare_search(data: DataFolder, snapshot: Snapshot, table: Path) -> None:
    """The ten best articles with two words, of our index, of DuckDB's, and any ten by a scan."""
    before = table.stat().st_size
    with duckdb.connect(str(table)) as theirs:
        load_extension(theirs, "fts", "fts")
        theirs.execute("PRAGMA create_fts_index('articles', 'article_id', 'title', 'text', stemmer = 'none')")
        (text,) = theirs.execute("SELECT text FROM articles LIMIT 1").fetchone() or ("",)
        words = sorted(set(text.split()), key=len)[-2:]
        one, ranked, scanned = milliseconds(
            lambda: search(data, " ".join(words), 10),
            lambda: theirs.execute(RANKED, [" ".join(words)]).fetchall(),
            lambda: theirs.execute(SCANNED, words).fetchall(),
        )
    for name, other, how in (("ten best", ranked, "its fts index"), ("any ten", scanned, "a scan, no rank")):
        print(f"{'search, ' + name:26}{one:9.1f} ms{other:9.1f} ms{one / other:8.2f}   (native: {how})")
    print(f"the native index: {(table.stat().st_size - before) / 1e6:.0f} MB; {sizes(data, snapshot, table)}")


def sizes(data: DataFolder, snapshot: Snapshot, table: Path) -> str:
    """What of the warehouse holds the same rows, with and without its search index, over the native table."""
    lake = sum(file.bytes for file in snapshot.manifest.files) + data.database.stat().st_size
    index = sum(path.stat().st_size for path in data.search.rglob("*") if path.is_file())
    whole = table.stat().st_size
    with_index = (
        f"; with the search index, {index / 1e6:.0f} MB, {(lake + index) / whole:.2f}" if index else ""
    )
    return f"lake {lake / 1e6:.0f} MB, native {whole / 1e6:.0f} MB, ratio {lake / whole:.2f}{with_index}"


def main(articles: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        data, table = DataFolder(Path(folder) / "data"), Path(folder) / "native.duckdb"
        snapshot = build(data, articles)
        publish_views(data, snapshot)
        if articles <= SEARCHED:
            update_index(data, snapshot)
        native(data, table)
        print(f"{articles:,} articles: {sizes(data, snapshot, table)}")
        compare(data, table, article_id(articles // 2 + 1))
        if articles <= SEARCHED:
            compare_search(data, snapshot, table)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
