"""Labelled sets of other people: Parquet or JSON lines with a text and the name of its cluster."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flows.evaluation.duplicates_cases import Labelled
from warehouse.query.text_files import labelled_rows


@dataclass(frozen=True)
class LabelledColumns:
    """Names of the columns: text, cluster and, where there is one, time."""

    text: str
    label: str
    time: str | None


def read_labelled(path: Path, columns: LabelledColumns) -> list[Labelled]:
    """The rows of a labelled file; one without a label is alone in its cluster. Raises UnreadableTexts."""
    rows = labelled_rows(path, columns.text, columns.label, columns.time)
    return [
        Labelled(f"{number}", text, time, label if label is not None else f"alone-{number}", "given")
        for number, (text, label, time) in enumerate(rows)
    ]
