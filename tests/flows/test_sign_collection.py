"""Signing a collection once: the rows are those of signing it with its boilerplate known from the start."""

import random

import duckdb
import pyarrow.compute as pc
import pytest

from dedupe.articles.candidates.band import TEXT_BAND
from flows.collection.match_collection import HISTORY
from flows.collection.sign_collection import key, sign_collection
from flows.matching.signing import Subject, sign_subjects
from warehouse.query.connection import create_landed
from warehouse.snapshots.snapshot import EMPTY


def lines(name, count):
    rng = random.Random(name)
    made_up = lambda: "".join(rng.choices("abdegiklmnoprstu", k=rng.randint(3, 8)))  # noqa: E731
    return [" ".join(made_up() for _ in range(10)) + "." for _ in range(count)]


PROMO = lines("promo", 4)
TEXTS = ["\n".join(lines(f"story {number}", 8) + PROMO * (number % 2)) for number in range(40)]


@pytest.mark.parametrize("group", [4, 16, 1_000])
def test_texts_are_signed_as_if_the_boilerplate_had_been_known(monkeypatch, group):
    monkeypatch.setattr("flows.collection.sign_collection.SIGNED_AT_ONCE", group)
    monkeypatch.setattr("flows.collection.sign_collection.READ_FIRST", group)
    monkeypatch.setattr("flows.collection.sign_collection.FETCHED_AT_ONCE", 2)
    with duckdb.connect() as database:
        create_landed(database, EMPTY, HISTORY)
        database.execute("CREATE TABLE input AS SELECT 0::BIGINT AS row, '' AS text, now() AS time LIMIT 0")
        database.executemany("INSERT INTO input VALUES (?, ?, NULL)", list(enumerate(TEXTS)))
        boilerplate = sign_collection(database)
        rows = database.execute("SELECT band, hash, article_key FROM new_bands").fetchall()
        hashes = database.execute("SELECT article_id, text_hash FROM new_signatures").fetchall()
    assert len(boilerplate.tails) == len(PROMO)
    known = sign_subjects([Subject(key(row), 1, "", text, 0) for row, text in enumerate(TEXTS)], boilerplate)
    bands = (
        known.bands.filter(pc.field("band") != TEXT_BAND).select(["band", "hash", "article_key"]).to_pylist()
    )
    assert sorted(rows) == sorted(tuple(row.values()) for row in bands)
    signatures = known.signatures.select(["article_id", "text_hash"]).to_pylist()
    assert sorted(hashes) == sorted(tuple(row.values()) for row in signatures)
