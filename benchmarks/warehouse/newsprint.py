"""Generated articles of realistic length, fast: sentences of a Zipf vocabulary, put together in Arrow."""

from __future__ import annotations

from datetime import datetime
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.snapshots.parquet import conform

SENTENCES = 200_000
WORDS = 14
PARAGRAPHS = 9
IN_PARAGRAPH = 4
SOURCES = 200
RUNS = 24


def day_of_articles(first: int, count: int, landed_at: datetime) -> pa.Table:
    """`count` articles with the numbers from `first`, of about 3,400 characters, that landed on one day in
    RUNS runs: their time is that of all, so that rows sort by key."""
    rng = np.random.default_rng(first)
    paragraphs = _join(
        sentences().take(pa.array(rng.integers(0, SENTENCES, count * PARAGRAPHS * IN_PARAGRAPH))),
        IN_PARAGRAPH,
        " ",
    )
    kinds = pa.array(["paragraph"] * len(paragraphs))
    ids = [article_id(first + index) for index in range(count)]
    sources = [f"source-{(first + index) % SOURCES}" for index in range(count)]
    urls = [f"https://{source}.example/{key}" for source, key in zip(sources, ids, strict=True)]
    times = pa.array([landed_at] * count)
    columns = {
        "article_id": ids,
        "url": urls,
        "canonical_url": urls,
        "source": sources,
        "domain": [f"{source}.example" for source in sources],
        "title": sentences().take(pa.array(rng.integers(0, SENTENCES, count))),
        "text": _join(paragraphs, PARAGRAPHS, "\n"),
        "line_kinds": _lists(kinds, PARAGRAPHS),
        "content_hash": [key * 2 for key in ids],
        "page_id": [key + key[:8] for key in ids],
        "published_at": times,
        "discovered_at": times,
        "fetched_at": times,
        "landed_at": times,
        "run_id": [f"{landed_at:%Y%m%d}T{index * RUNS // count:02}" for index in range(count)],
    }
    same = {
        "revision": 1,
        "extraction": 1,
        "identity_reason": "as_fetched",
        "language": "en",
        "word_count": 504,
        "is_free": True,
        "wall": "none",
        "robots_allowed": True,
        "removed_blocks": 0,
        "removed_chars": 0,
        "discovery": "feed",
        "extractor": "benchmark",
    }
    constant = {name: pa.array([value] * count) for name, value in same.items()}
    return conform(pa.table({**columns, **constant}), "articles")


def article_id(number: int) -> str:
    """The key of the article of a number: scattered, as hashes are."""
    return f"{number * 0x9E3779B97F4A7C15 % 2**64:016x}"


@cache
def sentences() -> pa.Array:
    """The sentences that texts are made of."""
    rng = np.random.default_rng(7)
    letters = np.array(list("etaoinshrdlucmfwypvbgkjqxz"))
    vocabulary = np.array(["".join(rng.choice(letters[:20], rng.integers(2, 11))) for _ in range(30_000)])
    ranks = np.minimum(rng.zipf(1.2, SENTENCES * WORDS), len(vocabulary)) - 1
    return _join(pa.array(vocabulary.tolist()).take(pa.array(ranks)), WORDS, " ")


def _join(parts: pa.Array, size: int, between: str) -> pa.Array:
    return pc.binary_join(_lists(parts, size), between)


def _lists(items: pa.Array, size: int) -> pa.ListArray:
    return pa.ListArray.from_arrays(pa.array(np.arange(0, len(items) + 1, size, dtype=np.int32)), items)
