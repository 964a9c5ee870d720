"""A lake that articles are matched into, batch by batch, and made-up stories to match."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pyarrow as pa
from warehouse_rows import NOON, article

from flows.configuration import Settings
from flows.runs.context import RunContext
from flows.stages.match import Matched, match
from warehouse.base.data_folder import DataFolder
from warehouse.base.progress import SilentProgress
from warehouse.query.connection import connect
from warehouse.snapshots.snapshot import commit, current_snapshot
from warehouse.tables import Article, Duplicate, RemovedBlock
from warehouse.tables.arrow import to_arrow


def story(name: str | float, words: int = 150) -> str:
    """A text like no other: sentences of ten made-up words."""
    rng = random.Random(name)
    made_up = ["".join(rng.choices("abdegiklmnoprstu", k=rng.randint(3, 8))) for _ in range(words)]
    return "\n".join(" ".join(made_up[i : i + 10]) + "." for i in range(0, words, 10))


def edited(text: str, seed: int = 0) -> str:
    """The text without two of its paragraphs, with a local paragraph before it."""
    paragraphs = text.split("\n")
    rng = random.Random(seed)
    for _ in range(2):
        paragraphs.pop(rng.randrange(len(paragraphs)))
    return "\n".join([story(f"local {seed}", 10), *paragraphs])


def published(name: str, text: str, hour: float, **changes: Any) -> Article:
    return article(name, text=text, published_at=NOON - timedelta(hours=48 - hour), **changes)


def run_at(data: DataFolder, hour: float = 0.0, **settings: Any) -> RunContext:
    return RunContext(
        run_id=f"run-{hour}",
        started_at=NOON + timedelta(hours=hour),
        data=data,
        settings=Settings(**settings),
        progress=SilentProgress(),
        workers=1,
    )


def land(
    data: DataFolder,
    articles: Sequence[Article],
    hour: float = 0.0,
    only: Callable[[pa.Table], pa.Table] = lambda bands: bands,
    recleaned: Sequence[Article] = (),
    removed: Sequence[RemovedBlock] = (),
) -> Matched:
    """Match and commit; `only` says which rows of `bands` are kept."""
    base = current_snapshot(data)
    run = run_at(data, hour)
    matched = match(run, articles, base, recleaned, removed=removed)
    landed = [replace(one, landed_at=run.started_at) for one in (*articles, *recleaned)]
    tables = {
        "articles": to_arrow(landed, Article),
        "removed_blocks": to_arrow([replace(one, landed_at=run.started_at) for one in removed], RemovedBlock),
        "signatures": matched.signatures,
        "bands": only(matched.bands),
        "pairs": matched.pairs,
        "duplicates": to_arrow(matched.duplicates, Duplicate),
    }
    commit(data, base, tables, [], run.started_at)
    return matched


def clusters(data: DataFolder) -> list[tuple[str, ...]]:
    with connect(current_snapshot(data)) as database:
        rows = database.execute(
            "SELECT list(title ORDER BY title) FROM articles_all GROUP BY cluster_id"
        ).fetchall()
    return sorted(tuple(title.removeprefix("Title of ") for title in titles) for (titles,) in rows)
