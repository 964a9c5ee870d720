"""Labelled sets of other people: Parquet or JSON lines with a text and the name of its cluster."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows.collection.dedupe_file import UnreadableTexts, columns_of, source_of, time_of
from flows.evaluation.duplicates_cases import Labelled
from warehouse.query.scan import OFFLINE, quote


@dataclass(frozen=True)
class LabelledColumns:
    """Names of the columns: text, cluster and, where there is one, time."""

    text: str
    label: str
    time: str | None


def read_labelled(path: Path, columns: LabelledColumns) -> list[Labelled]:
    """The rows of a labelled file; one without a label is alone in its cluster. Raises UnreadableTexts."""
    with duckdb.connect(config=OFFLINE) as database:
        database.execute("SET TimeZone = 'UTC'")
        try:
            given = columns_of(database, path, (columns.text, columns.label, columns.time))
            time, _ = time_of(columns.time, given)
            text = f"coalesce({quote(columns.text)}::VARCHAR, '')"
            sql = f"SELECT {text}, {quote(columns.label)}::VARCHAR, {time} FROM {source_of(path)}"
            rows = database.execute(sql).fetchall()
        except duckdb.Error as error:
            raise UnreadableTexts(path, str(error).splitlines()[0]) from error
    return [
        Labelled(f"{number}", text, time, label if label is not None else f"alone-{number}", "given")
        for number, (text, label, time) in enumerate(rows)
    ]
