"""Copies within one collection of texts, which stands in a DuckDB table and need not fit in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import duckdb
import numpy as np
import numpy.typing as npt

from dedupe.articles.candidates.shared_bands import Keys, rank, sharing_pairs
from dedupe.articles.decision.cluster import Membership, Pair, cluster, stories
from dedupe.articles.decision.verify import SAME_WORDS, Verdict
from dedupe.articles.mixing import distinct
from flows.collection.band_files import BandFiles, Rows
from flows.collection.sign_collection import sign_collection
from flows.matching.uncompared_pairs import uncompared_pairs
from flows.matching.verifying import Verifier
from warehouse.base.progress import SILENT, Progress
from warehouse.sql import execute

MET_AT_ONCE = 1_500_000
"""Bands and sentences of which those that have them are looked for together."""


@dataclass(frozen=True, slots=True)
class RowMembership:
    """Where one text belongs: the canonical of its cluster, and how it copies the text it is most like.

    `row`, `canonical`, `story` and `matched` are row numbers; `matched`, `kind` and `similarity` are None for
    canonicals.
    """

    row: int
    canonical: int
    story: int
    matched: int | None
    kind: str | None
    similarity: float | None


def match_collection(
    database: duckdb.DuckDBPyConnection, rows: int, days: float, progress: Progress = SILENT
) -> list[RowMembership]:
    """The places of the rows of the table `input` (row, id, text, time) that copy others or are copied; it
    has so many `rows`.

    Copies are at most `days` apart. Rows are numbered from 0. A time may be null: such texts are near all
    others in time and count as the newest. The canonical of a cluster is the earliest, then the longest.
    """
    with BandFiles() as bands:
        with progress.stage("sign", rows, "texts") as stage:
            signed = sign_collection(database, bands, stage)
        first_of_day = np.ones(rows, np.bool_)
        first_of_day[signed.rows.repeated()] = False
        counts = signed.counts & first_of_day[signed.of]
        met = _met(bands, signed.of, counts)
    exact = [(*_keys(pair), SAME_WORDS) for pair in signed.rows.same_words(days)]
    candidates = [_keys(pair) for pair in signed.rows.near(met, days)]
    verifier = Verifier(lambda ids: _texts(database, ids), signed.boilerplate)
    with progress.stage("compare", len(candidates), "pairs") as stage:
        near = verifier.copies(candidates, stage)
        left = uncompared_pairs([(one, two) for one, two, _ in chain(exact, near)], candidates)
        stage.expect(len(candidates) + len(left))
        rest = verifier.copies(left, stage)
    return _places(database, [*exact, *near, *rest])


def _met(bands: BandFiles, rows: Rows, counts: npt.NDArray[np.bool_]) -> Keys:
    """Pairs of rows that meet; the bands of as many rows at a time as fit in memory."""
    shared = bands.find_shared(rows, counts)
    step = max(1, len(rows) * MET_AT_ONCE // max(shared, 1))
    found = np.zeros(0, np.uint64)
    for low in range(0, len(rows), step):
        keys, having = bands.shared_with(low, low + step)
        met = sharing_pairs(keys, having, (having >= low) & (having < low + step))
        found = distinct(np.concatenate([found, met]))
    return found


def _keys(pair: tuple[int, int]) -> tuple[str, str]:
    """Rows as what the verifier calls articles."""
    one, two = map(_key, pair)
    return one, two


def _key(row: int) -> str:
    return f"{row:08x}"


def _texts(database: duckdb.DuckDBPyConnection, keys: Sequence[str]) -> dict[str, str]:
    _register(database, [int(key, 16) for key in keys])
    return dict(execute(database, "collection/texts_of_rows").fetchall())


def _register(database: duckdb.DuckDBPyConnection, rows: Sequence[int]) -> None:
    """The table `wanted`: an array is handed over in a third of the time of a list."""
    database.register("wanted", {"row": np.array(rows, np.int64)})


def _places(
    database: duckdb.DuckDBPyConnection, found: Sequence[tuple[str, str, Verdict]]
) -> list[RowMembership]:
    touched = {int(end, 16) for one, two, _ in found for end in (one, two)}
    _register(database, sorted(touched))
    rows = execute(database, "collection/canonical_order").fetchall()
    order = [row for (row,) in rows]
    number = {row: index for index, row in enumerate(order)}
    verdicts = {_pair(number[int(one, 16)], number[int(two, 16)]): verdict for one, two, verdict in found}
    pairs = [Pair(*ends, verdict.resemblance, verdict.similarity) for ends, verdict in verdicts.items()]
    story = stories(len(order), pairs)
    words = {end: length for *ends, each in found for end, length in zip(ends, each.lengths, strict=True)}
    lengths = [words[_key(row)] for row in order]
    members = cluster(rank(np.array(order, np.uint32)), lengths, pairs)
    return [
        _place(order, index, membership, story[index], verdicts) for index, membership in enumerate(members)
    ]


def _pair(one: int, two: int) -> tuple[int, int]:
    return min(one, two), max(one, two)


def _place(
    order: Sequence[int],
    index: int,
    membership: Membership,
    story: int,
    verdicts: Mapping[tuple[int, int], Verdict],
) -> RowMembership:
    verdict = verdicts[_pair(index, membership.matched)] if membership.canonical != index else None
    return RowMembership(
        row=order[index],
        canonical=order[membership.canonical],
        story=order[story],
        matched=order[membership.matched] if verdict else None,
        kind=verdict.kind if verdict else None,
        similarity=verdict.similarity if verdict else None,
    )
