"""Signatures and bands of a batch of articles, as rows of the snapshot."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from dedupe.articles.band import BANDS, SENTENCE_BAND, band
from dedupe.articles.shingle import Shingles, hash_sentences, shingle
from dedupe.articles.sign import SEED, sign
from dedupe.articles.words import normalise, read_words
from flows.progress import StageProgress
from warehouse.tables import SCHEMA_VERSION, Article, Band, Signature, arrow_schema

AT_ONCE = 32
"""Texts that are signed together: enough to amortise calls, few enough to stay in the processor's cache."""

SENTENCE_WORDS = 7.0
"""Shorter sentences ("The police said.") stand in articles that have nothing else in common."""


@dataclass(frozen=True)
class Signed:
    """Rows of the tables `signatures` and `bands`, for one batch."""

    signatures: pa.Table
    bands: pa.Table


def article_key(article_id: str) -> int:
    """What the table `bands` calls an article."""
    return int(article_id[:8], 16)


def text_hash(text: str) -> str:
    """Key of the normalised words of a text: equal for texts that differ in case, form or spacing only."""
    return hashlib.sha256(" ".join(normalise(text).split()).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def sign_articles(articles: Sequence[Article], now: datetime, stage: StageProgress) -> Signed:
    """Signs every article; `now` is the time by which the window will count them."""
    parts = list(_parts(articles, now, stage))
    signatures = [signature for signature, _ in parts]
    bands = [rows for _, rows in parts]
    return Signed(
        pa.concat_tables([arrow_schema(Signature).empty_table(), *signatures]),
        pa.concat_tables([arrow_schema(Band).empty_table(), *bands]),
    )


def _parts(
    articles: Sequence[Article], now: datetime, stage: StageProgress
) -> Iterator[tuple[pa.Table, pa.Table]]:
    for first in range(0, len(articles), AT_ONCE):
        batch = articles[first : first + AT_ONCE]
        words = read_words([article.text for article in batch])
        shingles = shingle(words)
        minhash = sign(shingles)
        keys = np.array([article_key(article.article_id) for article in batch], np.uint32)
        yield (
            _signature_rows(batch, shingles, minhash, now),
            _band_rows(keys, shingles, minhash, hash_sentences(words, SENTENCE_WORDS), now),
        )
        stage.advance(len(batch))


def _signature_rows(
    batch: Sequence[Article], shingles: Shingles, minhash: npt.NDArray[np.uint32], now: datetime
) -> pa.Table:
    columns = {
        "article_id": [article.article_id for article in batch],
        "revision": [article.revision for article in batch],
        "source": [article.source for article in batch],
        "signed_at": [now] * len(batch),
        "text_hash": [text_hash(article.text) for article in batch],
        "shingles": [len(np.unique(shingles.of(number))) for number in range(len(batch))],
        "minhash": [row.astype("<u4").tobytes() for row in minhash],
        "seed": [SEED] * len(batch),
        "schema_version": [SCHEMA_VERSION] * len(batch),
    }
    return pa.table(columns, schema=arrow_schema(Signature))


def _band_rows(
    keys: npt.NDArray[np.uint32],
    shingles: Shingles,
    minhash: npt.NDArray[np.uint32],
    sentences: Shingles,
    now: datetime,
) -> pa.Table:
    """Rows of `bands`: every band of each text that has shingles, then its sentences."""
    filled = np.diff(shingles.starts) > 0
    bands = band(minhash[filled])
    numbers = np.tile(np.arange(BANDS, dtype=np.int16), len(bands))
    count = len(sentences.hashes)
    columns = {
        "band": np.concatenate([numbers, np.full(count, SENTENCE_BAND, np.int16)]),
        "hash": np.concatenate([bands.ravel(), sentences.hashes]),
        "article_key": np.concatenate(
            [np.repeat(keys[filled], BANDS), np.repeat(keys, np.diff(sentences.starts))]
        ),
        "signed_at": pa.array([now] * (len(numbers) + count), pa.timestamp("us", tz="UTC")),
    }
    return pa.table(columns, schema=arrow_schema(Band))
