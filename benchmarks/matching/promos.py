"""Articles of a few sites that all end in their site's long promo, no copies among them: pairs reported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from time import process_time

import duckdb
import pyarrow as pa

from benchmarks.matching.texts import texts
from flows.collection.match_collection import match_collection
from warehouse.base.database import OFFLINE

_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Reported:
    """What matching said of a collection without copies, and texts a second of processor time."""

    copies: int
    rate: float


def promo_tailed(articles: int, sites: int, body: int = 300, tail: int = 200) -> Reported:
    """Match `articles` texts of `body` words, each with the tail of one of `sites`."""
    tails = list(texts(sites, tail, seed=2))
    bodies = texts(articles, body, seed=3)
    rows = (f"{text}\n{tails[number % sites]}" for number, text in enumerate(bodies))
    return matched(rows, articles)


def matched(rows: Iterable[str], count: int) -> Reported:
    """Match `count` texts a minute apart as one collection; making them is not counted."""
    with duckdb.connect(config=OFFLINE) as database:
        database.execute("CREATE TABLE input (row BIGINT, id BIGINT, text VARCHAR, time TIMESTAMPTZ)")
        texts_of, first = iter(rows), 0
        while some := list(islice(texts_of, 5_000)):
            numbers = range(first, first + len(some))
            times = pa.array(
                [_BEGIN + timedelta(seconds=number) for number in numbers], pa.timestamp("us", "UTC")
            )
            database.register("batch", pa.table({"row": numbers, "id": numbers, "text": some, "time": times}))
            database.execute("INSERT INTO input FROM batch")
            first += len(some)
        begin = process_time()
        places = match_collection(database, first, days=14)
        seconds = process_time() - begin
    return Reported(sum(place.kind is not None for place in places), count / seconds)
