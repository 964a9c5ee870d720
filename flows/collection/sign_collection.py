"""Signing a whole collection once, although its boilerplate is known only at its end.

Texts are signed in groups, each without the boilerplate that those before it have shown, which is looked for
again whenever their number has grown fourfold; the first group is signed without its own. In the end, those
that the boilerplate of the whole collection cuts elsewhere are signed twice: of a collection in no order
these are few. So the outcome is that of the whole, whatever order the texts come in, and hardly any text is
signed twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import numpy.typing as npt

from dedupe.articles.boilerplate.cut_boilerplate import NO_BOILERPLATE, SharedBoilerplate, cut_differently
from dedupe.articles.boilerplate.find_boilerplate import find_shared_boilerplate
from dedupe.articles.candidates.band import band
from dedupe.articles.text.sentences import Sentences, concatenate, separated
from dedupe.articles.text.words import MAX_CHARS
from flows.collection.band_files import BandFiles, Rows
from flows.collection.rows_in_time import RowsInTime
from flows.matching.sign_texts import SignedTexts, learn_and_sign, sign_texts
from warehouse.base.progress import SILENT_STAGE, StageProgress
from warehouse.sql import execute

FETCHED_AT_ONCE = 64

SIGNED_AT_ONCE = 2_048
"""Texts whose bands are held in memory before they are written."""

CHARACTERS_AT_ONCE = 30_000_000
"""Characters of such texts: a few long ones are a group, too."""

READ_FIRST = 512
"""Texts of the first group, whose words are in memory until its boilerplate is known."""

_LEARNED_AT = [4**power for power in range(1, 16)]


@dataclass(frozen=True)
class SignedCollection:
    """The rows of a collection, numbered from 0, the boilerplate that they share, and what was signed.

    Text number t is that of the row `of[t]`. `counts[t]` is false for one that was signed again later, and
    for one that has no shingles.
    """

    rows: RowsInTime
    boilerplate: SharedBoilerplate
    of: Rows
    counts: npt.NDArray[np.bool_]


def sign_collection(
    database: duckdb.DuckDBPyConnection, bands: BandFiles, stage: StageProgress = SILENT_STAGE
) -> SignedCollection:
    """Sign the texts of the table `input` (row, text, time) and add their bands. `stage` is told of each."""
    groups: list[tuple[SharedBoilerplate, Sentences]] = []
    signed = _Signed()
    boilerplate = NO_BOILERPLATE
    for rows, texts, times in _groups(execute(database.cursor(), "collection/all_texts", most=MAX_CHARS)):
        if groups:
            some = sign_texts(texts, boilerplate)
        else:
            some, boilerplate = learn_and_sign(texts)
        signed.add(rows, times, some, bands)
        groups.append((boilerplate, some.every))
        stage.advance(len(rows))
        if len(groups) in _LEARNED_AT:
            boilerplate = _learned(groups)
    boilerplate = _learned(groups)
    if stale := signed.rows_of(_stale(groups, boilerplate)):
        stage.expect(signed.count + len(stale))
        database.register("wanted", {"row": np.array(stale, np.int64)})
        again = execute(database, "collection/some_texts", most=MAX_CHARS)
        for rows, texts, times in _groups(again):
            signed.add(rows, times, sign_texts(texts, boilerplate), bands)
            stage.advance(len(rows))
    return signed.collection(boilerplate)


class _Signed:
    """What is kept of each text that was signed, beside its bands."""

    def __init__(self) -> None:
        self._rows = [np.zeros(0, np.uint32)]
        self._times = [np.zeros(0, np.int64)]
        self._hashes = [np.zeros((0, 2), np.uint64)]
        self._shingles = [np.zeros(0, np.int64)]

    def add(self, rows: Sequence[int], times: Sequence[int], some: SignedTexts, bands: BandFiles) -> None:
        """Some more texts, or once more; the last time counts."""
        bands.add(band(some.minhash), *some.sentence_keys())
        self._rows.append(np.array(rows, np.uint32))
        self._times.append(np.array(times, np.int64))
        self._hashes.append(np.frombuffer(bytes.fromhex("".join(some.text_hashes)), ">u8").reshape(-1, 2))
        self._shingles.append(some.shingles)

    @property
    def count(self) -> int:
        """How many texts were signed."""
        return sum(map(len, self._rows))

    def rows_of(self, texts: npt.NDArray[np.int64]) -> list[int]:
        """The rows of some texts by their numbers."""
        rows: list[int] = np.concatenate(self._rows)[texts].tolist()
        return rows

    def collection(self, boilerplate: SharedBoilerplate) -> SignedCollection:
        of, shingles = np.concatenate(self._rows), np.concatenate(self._shingles)
        last = np.zeros(int(of.max()) + 1 if len(of) else 0, np.intp)
        last[of] = np.arange(len(of))  # of those of one row the last is written last
        rows = RowsInTime(
            np.concatenate(self._times)[last], np.concatenate(self._hashes)[last], shingles[last]
        )
        return SignedCollection(rows, boilerplate, of, (shingles > 0) & (last[of] == np.arange(len(of))))


def _learned(groups: list[tuple[SharedBoilerplate, Sentences]]) -> SharedBoilerplate:
    """The boilerplate of all groups, whose sentences are in memory once thereafter."""
    known, parts = zip(*groups, strict=True) if groups else ((), ())
    lengths = [len(part) for part in parts]
    every = concatenate(list(parts))
    del parts
    groups[:] = zip(known, separated(every, lengths), strict=True)
    return find_shared_boilerplate(every)


def _stale(
    groups: Sequence[tuple[SharedBoilerplate, Sentences]], boilerplate: SharedBoilerplate
) -> npt.NDArray[np.int64]:
    """The numbers of the texts that were signed without knowing where they are cut."""
    first, found = 0, [np.zeros(0, np.int64)]
    for known, sentences in groups:
        found.append(cut_differently(sentences, known, boilerplate) + first)
        first += len(sentences)
    return np.concatenate(found)


def _groups(found: duckdb.DuckDBPyConnection) -> Iterator[tuple[list[int], list[str], list[int]]]:
    """Rows, their texts, their times."""
    group: list[tuple[int, str, int]] = []
    characters, most = 0, READ_FIRST
    while rows := found.fetchmany(FETCHED_AT_ONCE):
        group += rows
        characters += sum(len(text) for _, text, _ in rows)
        if len(group) >= most or characters >= CHARACTERS_AT_ONCE:
            yield _columns(group)
            group, characters, most = [], 0, SIGNED_AT_ONCE
    if group:
        yield _columns(group)


def _columns(group: Sequence[tuple[int, str, int]]) -> tuple[list[int], list[str], list[int]]:
    rows, texts, times = zip(*group, strict=True)
    return list(rows), list(texts), list(times)
