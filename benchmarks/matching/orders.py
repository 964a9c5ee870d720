"""The same articles in random orders and splits over runs: are the clusters the same?

    python benchmarks/matching/orders.py GOLD.jsonl… [--trials 10]

Stories of true texts with edited copies, amid look-alikes (1,000 for the corpus), are landed in one to eight
runs an hour apart. Prints how many different outcomes there were, which should be one.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

from flows.configuration import Settings
from flows.evaluation.duplicates_cases import edited_stories, true_texts
from flows.runs.context import RunContext
from flows.stages.match import match
from warehouse.base.data_folder import DataFolder
from warehouse.base.progress import SilentProgress
from warehouse.query.connection import connect
from warehouse.snapshots.snapshot import commit, current_snapshot
from warehouse.tables import Article, Duplicate
from warehouse.tables.arrow import to_arrow

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from warehouse_rows import NOON, article

Clusters = frozenset[frozenset[str]]


def main(gold: Sequence[Path], trials: int) -> None:
    rows = edited_stories(true_texts(gold), seed=1)
    articles = [
        article(row.id, text=row.text, published_at=NOON - timedelta(days=2) + timedelta(minutes=number))
        for number, row in enumerate(rows)
    ]
    outcomes = [_landed(articles, Random(trial), 1 + trial % 8) for trial in range(trials)]
    apart = max(len(one ^ outcomes[0]) for one in outcomes)
    print(
        f"{len(articles):,} articles, {trials} orders and splits: {len(set(outcomes))} different outcomes; "
        f"{len(outcomes[0]):,} clusters of two or more, at most {apart} of them differ"
    )


def _landed(articles: Sequence[Article], rng: Random, runs: int) -> Clusters:
    """The clusters of two or more after the articles landed in so many runs."""
    shuffled = rng.sample(articles, len(articles))
    borders = [0, *sorted(rng.sample(range(1, len(articles)), runs - 1)), len(articles)]
    with tempfile.TemporaryDirectory(prefix="copydesk-bench-") as folder:
        data = DataFolder(Path(folder))
        data.create()
        for hour, (first, last) in enumerate(pairwise(borders)):
            _land(data, shuffled[first:last], hour)
        return _clusters(data)


def _land(data: DataFolder, articles: Sequence[Article], hour: int) -> None:
    base, now = current_snapshot(data), NOON + timedelta(hours=hour)
    matched = match(RunContext(f"run-{hour}", now, data, Settings(), SilentProgress(), 1), articles, base)
    tables = {
        "articles": to_arrow([replace(one, landed_at=now) for one in articles], Article),
        "signatures": matched.signatures,
        "bands": matched.bands,
        "pairs": matched.pairs,
        "duplicates": to_arrow(matched.duplicates, Duplicate),
    }
    commit(data, base, tables, [], now)


def _clusters(data: DataFolder) -> Clusters:
    sql = "SELECT list(article_id) FROM articles_all GROUP BY cluster_id HAVING count(*) > 1"
    with connect(current_snapshot(data)) as database:
        return frozenset(frozenset(members) for (members,) in database.execute(sql).fetchall())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--trials", type=int, default=10)
    given = parser.parse_args()
    main(given.gold, given.trials)
