"""Signing a collection once: the rows are those of signing it with its boilerplate known from the start."""

import random
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import chain

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from dedupe.articles.boilerplate.cut_boilerplate import SharedBoilerplate
from dedupe.articles.boilerplate.repeated_lines import take_lines_off
from dedupe.articles.candidates.band import BANDS, SENTENCE_BAND, TEXT_BAND
from dedupe.articles.text.sentences import read_all_sentences
from flows.collection.band_files import BandFiles
from flows.collection.rows_in_time import RowsInTime
from flows.collection.sign_collection import sign_collection
from flows.matching.candidates import near_candidates, repeated_texts, same_words
from flows.matching.sign_texts import sign_texts
from flows.matching.signing import Subject, sign_subjects
from warehouse.query.temporary_tables import fill_table


def lines(name: str, count: int) -> list[str]:
    rng = random.Random(name)

    def made_up() -> str:
        return "".join(rng.choices("abdegiklmnoprstu", k=rng.randint(3, 8)))

    return [" ".join(made_up() for _ in range(10)) + "." for _ in range(count)]


PROMO = lines("promo", 4)
TEXTS = ["\n".join(lines(f"story {number}", 8) + PROMO * (number % 2)) for number in range(40)]
TEXTS += [TEXTS[0], TEXTS[1] + lines("one more", 1)[0], "too short"]


def key(row: int) -> str:
    return f"{row:08x}"


def repeated(bands: Iterable[tuple[int, ...]]) -> list[list[int]]:
    """Of (band, hash, row) those that share band and hash with another."""
    rows = np.array(sorted(bands), np.int64)
    _, inverse, counts = np.unique(rows[:, :2], axis=0, return_inverse=True, return_counts=True)
    found: list[list[int]] = rows[counts[inverse.ravel()] > 1].tolist()
    return found


@pytest.mark.parametrize("group", [4, 16, 1_000])
def test_texts_are_signed_as_if_the_boilerplate_had_been_known(
    monkeypatch: pytest.MonkeyPatch, group: int
) -> None:
    monkeypatch.setattr("flows.collection.sign_collection.SIGNED_AT_ONCE", group)
    monkeypatch.setattr("flows.collection.sign_collection.READ_FIRST", group)
    monkeypatch.setattr("flows.collection.sign_collection.FETCHED_AT_ONCE", 2)
    monkeypatch.setattr("flows.collection.band_files.SENTENCES_AT_ONCE", group)
    with duckdb.connect() as database, BandFiles() as files:
        database.execute("CREATE TABLE input AS SELECT 0::BIGINT AS row, '' AS text, now() AS time LIMIT 0")
        database.executemany("INSERT INTO input VALUES (?, ?, NULL)", list(enumerate(TEXTS)))
        signed = sign_collection(database, files)
        found = files.find_shared(signed.of, signed.counts)
        parts = [files.shared_with(low, low + 10) for low in range(0, len(TEXTS), 10)]
    known = sign_subjects(
        [Subject(key(row), 1, "", text, 0) for row, text in enumerate(TEXTS)], signed.boilerplate
    )
    assert len(signed.boilerplate.tails) == len(PROMO)
    rows = [tuple(row.values()) for row in known.bands.select(["band", "hash", "article_key"]).to_pylist()]
    bands = repeated(
        (BANDS if band == SENTENCE_BAND else band, *rest) for band, *rest in rows if band > TEXT_BAND
    )
    shared = {
        (int(key) >> 32, int(key) & 0xFFFFFFFF, int(row))
        for part in parts
        for key, row in zip(*part, strict=True)
    }
    assert found == len(bands)
    assert sorted(shared) == [tuple(each) for each in bands]
    hashes = [f"{high:016x}{low:016x}" for high, low in signed.rows.hashes.tolist()]
    assert hashes == known.signatures["text_hash"].to_pylist()
    assert signed.rows.shingles.tolist() == known.signatures["shingles"].to_pylist()


@pytest.mark.parametrize("seed", range(12))
def test_texts_are_signed_the_same_with_boilerplate_lines_taken_off_before(
    monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    rng = random.Random(seed)
    known = [*lines(f"known {seed}", 5), "ﷺ e\u0301 12.5", "ขาวสาร ของ", "你好世界。更多", "? One. Two", ""]
    own = [*lines(f"own {seed}", 20), "\u0301 alone", "more:", *known[:2]]
    texts = [
        "\n".join(chain(*(rng.choices(some, k=rng.randint(0, 4)) for some in (known, own, known))))
        for _ in range(60)
    ]
    hashes = np.unique(read_all_sentences(known).hashes)
    boilerplate = SharedBoilerplate(hashes[: rng.randint(0, 6)], hashes[2:])
    assert any(
        body != text for body, text in zip(take_lines_off(texts, boilerplate).texts, texts, strict=True)
    )
    signed = sign_texts(texts, boilerplate)
    monkeypatch.setattr("dedupe.articles.boilerplate.repeated_lines.REPEATED", len(texts) + 1)
    read_whole = sign_texts(texts, boilerplate)
    assert signed.text_hashes == read_whole.text_hashes
    for here, there in ((signed, read_whole), (signed.every, read_whole.every)):
        for field in set(vars(here)) - {"text_hashes", "first", "sentences", "every"}:
            np.testing.assert_array_equal(getattr(here, field), getattr(there, field), field)
    for keys, keys_of_whole in zip(signed.sentence_keys(), read_whole.sentence_keys(), strict=True):
        np.testing.assert_array_equal(keys, keys_of_whole)


def as_keys(found: Iterable[tuple[int, int]]) -> list[tuple[str, str]]:
    return [(key(one), key(two)) for one, two in found]


@pytest.mark.parametrize("days", [0, 2.5, 14])
def test_rows_are_near_in_time_as_articles_of_a_lake_are(days: float) -> None:
    rng = random.Random(days)
    count, since = 60, datetime(1970, 1, 1, tzinfo=UTC)
    times = [0 if rng.random() < 0.1 else rng.randrange(1, 20 * 86_400) * 1_000_000 for _ in range(count)]
    hashes, shingles = [rng.randrange(12) for _ in range(count)], [rng.choice((3, 40)) for _ in range(count)]
    rows = RowsInTime(
        np.array(times), np.array([(0, each) for each in hashes], np.uint64), np.array(shingles)
    )
    pairs = [(one, two) for one in range(count) for two in range(one + 1, count)]
    table = {
        "article_id": [key(row) for row in range(count)],
        "key": [key(row) for row in range(count)],
        "revision": [1] * count,
        "text_hash": [str(each) for each in hashes],
        "shingles": shingles,
        "signed_at": pa.array(times, pa.timestamp("us", "UTC")),
        "days": [float(days)] * count,
    }
    with duckdb.connect() as database:
        for name in ("new_signatures", "around"):
            fill_table(database, name, pa.table(table))
        one, two = (pa.array(ends, pa.uint32()) for ends in zip(*pairs, strict=True))
        fill_table(database, "met", pa.table({"one": one, "two": two}))
        assert [key(row) for row in rows.repeated()] == sorted(repeated_texts(database))
        assert as_keys(rows.same_words(days)) == same_words(database, since)
        met = np.array([one << 32 | two for one, two in pairs], np.uint64)
        assert as_keys(rows.near(met, days)) == near_candidates(database, since)
