"""Precision, recall and F1 of clusters against labels: over pairs, and B-cubed (Bagga and Baldwin 1998)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class DuplicatesScore:
    """Shares between 0 and 1. Nothing claimed is full precision; nothing to find is full recall."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def pairwise(found: Sequence[str], true: Sequence[str]) -> DuplicatesScore:
    """Over all pairs of rows: those put together against those that belong together.

    `found` and `true` name the cluster of each row, row by row.
    """
    right = _pairs(Counter(zip(found, true, strict=True)))
    return DuplicatesScore(_share(right, _pairs(Counter(found))), _share(right, _pairs(Counter(true))))


def b_cubed(found: Sequence[str], true: Sequence[str]) -> DuplicatesScore:
    """Over all rows: the share of a row's cluster that belongs with it, and of its fellows that are there."""
    both = Counter(zip(found, true, strict=True))
    sizes, truths = Counter(found), Counter(true)
    precision = sum(count * count / sizes[cluster] for (cluster, _), count in both.items())
    recall = sum(count * count / truths[label] for (_, label), count in both.items())
    return DuplicatesScore(_share(precision, len(found)), _share(recall, len(found)))


def recall_by_edit(found: Sequence[str], true: Sequence[str], edits: Sequence[str]) -> Mapping[str, float]:
    """Of the pairs that a copy belongs to, the share that was found, by what was done to the copy."""
    both, truths = Counter(zip(found, true, strict=True)), Counter(true)
    hits: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for cluster, label, edit in zip(found, true, edits, strict=True):
        hits[edit][0] += both[cluster, label] - 1
        hits[edit][1] += truths[label] - 1
    return {edit: right / total for edit, (right, total) in sorted(hits.items()) if total}


def _pairs(counts: Counter[tuple[str, str]] | Counter[str]) -> int:
    return sum(count * (count - 1) // 2 for count in counts.values())


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 1.0
