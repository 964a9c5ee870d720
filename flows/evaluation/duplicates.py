"""How well copies are found on a labelled set: clusters against labels, by pairs and B-cubed, by edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from flows.collection.match_collection import match_collection
from flows.evaluation.duplicates_cases import Labelled
from flows.evaluation.duplicates_scores import DuplicatesScore, b_cubed, pairwise, recall_by_edit
from warehouse.base.database import OFFLINE
from warehouse.sql import execute

DAYS = 14


@dataclass(frozen=True)
class DuplicatesReport:
    """Scores on one labelled set of `texts` texts; `by_edit` is recall by what was done to the copy."""

    name: str
    texts: int
    pairs: DuplicatesScore
    b_cubed: DuplicatesScore
    by_edit: Mapping[str, float]

    @property
    def figures(self) -> dict[str, float]:
        """The figures that are recorded as floors."""
        return {
            "pairwise precision": self.pairs.precision,
            "pairwise f1": self.pairs.f1,
            "b-cubed f1": self.b_cubed.f1,
        }


def evaluate(name: str, rows: Sequence[Labelled], days: float = DAYS) -> DuplicatesReport:
    """Match the texts of a labelled set as a collection and compare the clusters with the labels."""
    found = clusters_of(rows, days)
    true = [row.story for row in rows]
    edits = [row.edit for row in rows]
    return DuplicatesReport(
        name, len(rows), pairwise(found, true), b_cubed(found, true), recall_by_edit(found, true, edits)
    )


def clusters_of(rows: Sequence[Labelled], days: float = DAYS) -> list[str]:
    """The cluster of each text, by the row number of its canonical."""
    with duckdb.connect(config=OFFLINE) as database:
        table = pa.table(
            {
                "row": range(len(rows)),
                "id": [row.id for row in rows],
                "text": [row.text for row in rows],
                "time": pa.array([row.time for row in rows], pa.timestamp("us", "UTC")),
            }
        )
        database.register("rows", table)
        execute(database, "collection/input_from_rows")
        canonical = {place.row: place.canonical for place in match_collection(database, len(rows), days)}
    return [str(canonical.get(row, row)) for row in range(len(rows))]
