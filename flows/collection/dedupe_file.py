"""Copies within one file: Parquet, JSON lines or CSV in, a Parquet file of clusters out."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from dedupe.articles.text.words import MAX_CHARS
from flows.collection.match_collection import RowMembership, match_collection
from warehouse.base.durable import part_of, replace
from warehouse.base.progress import SILENT, Progress
from warehouse.query.text_files import load_input, scratch_database
from warehouse.query.text_sources import UnreadableTexts
from warehouse.sql import execute

_MEMORY = "300MB"
"""What DuckDB may hold before it writes to the temporary folder."""

PACKED = frozenset((".gz", ".zst", ".bz2", ".xz"))
"""Ends of names of compressed files."""


@dataclass(frozen=True)
class Columns:
    """Names of the columns of a file; without `time`, all texts are of one time."""

    id: str
    text: str
    time: str | None


@dataclass(frozen=True)
class DedupeCounts:
    """Rows read, clusters of two or more, rows that copy another.

    `unread_times` could not be read; `unclear_ids` are rows without an id or with that of another row;
    `cut_texts` are longer than MAX_CHARS, of which the rest is not compared; `repaired_rows` held characters
    that no encoding has.
    """

    rows: int
    clusters: int
    copies: int
    unread_times: int
    unclear_ids: int
    cut_texts: int
    repaired_rows: int


def deduplicate_file(
    path: Path, columns: Columns, days: float, output: Path, progress: Progress = SILENT
) -> DedupeCounts:
    """Write a row for each row of `path`: id, cluster_id, canonical_id, story_id, matched_id,
    kind, similarity.

    `path` is Parquet or, by its name, JSON lines (.jsonl, .ndjson), JSON (.json) or CSV with a header (.csv,
    .tsv), also .gz, .zst, .bz2 or .xz. Times are timestamps, dates, ISO 8601 or seconds since 1970 (or
    thousandths of these, as the size tells). Raises UnreadableTexts.
    """
    _refuse_output(path, output)
    with (
        tempfile.TemporaryDirectory(prefix="copydesk-") as folder,
        scratch_database(Path(folder), _MEMORY) as database,
    ):
        repairs = _load(database, path, columns, Path(folder))
        ((rows, unread, cut),) = execute(database, "collection/count_input", most=MAX_CHARS).fetchall()
        places = match_collection(database, rows, days, progress)
        _write(database, places, output)
        ((unclear,),) = execute(database, "collection/unclear_ids").fetchall()
    clusters = {place.canonical for place in places if place.kind}
    copies = sum(place.kind is not None for place in places)
    return DedupeCounts(rows, len(clusters), copies, unread, unclear, cut, repairs)


def _refuse_output(path: Path, output: Path) -> None:
    if not output.parent.is_dir():
        raise UnreadableTexts(output, "its folder does not exist")
    if output.resolve() == path.resolve():
        raise UnreadableTexts(output, "is the input file; choose another output")


def _load(database: duckdb.DuckDBPyConnection, path: Path, columns: Columns, folder: Path) -> int:
    """Fills the table `input`; gives how many rows had to be repaired for it."""
    if path.suffix not in PACKED or not path.is_file():
        return _read_or_repair(database, path, columns, folder)
    from flows.collection.unpacked import unpacked  # here: most files are not compressed

    copy = unpacked(path, folder)
    try:
        return _read_or_repair(database, copy, columns, folder)
    except UnreadableTexts as refused:
        raise _of(path, refused) from refused
    finally:
        copy.unlink()


def _read_or_repair(database: duckdb.DuckDBPyConnection, path: Path, columns: Columns, folder: Path) -> int:
    wanted = columns.id, columns.text, columns.time
    try:
        load_input(database, path, *wanted)
        return 0
    except UnreadableTexts as refused:
        if not _may_be_repaired(path, refused):
            raise
    from flows.collection.repaired_copy import repaired  # here: most files are read as they are

    copy, changed = repaired(path, folder)
    try:
        load_input(database, copy, *wanted)
    except UnreadableTexts as refused:
        raise _of(path, refused) from refused
    copy.unlink()
    return changed


def _of(path: Path, refused: UnreadableTexts) -> UnreadableTexts:
    """What was found in a copy, said of the file that was given."""
    return UnreadableTexts(path, refused.problem.replace(str(refused.path), str(path)))


def _may_be_repaired(path: Path, refused: UnreadableTexts) -> bool:
    """Whether what was refused may lie in the characters; after a byte order mark no column is found."""
    if not path.is_file() or not path.stat().st_size:
        return False
    from flows.collection.repaired_copy import has_mark

    return isinstance(refused.__cause__, duckdb.Error) or has_mark(path)


def _write(database: duckdb.DuckDBPyConnection, places: list[RowMembership], output: Path) -> None:
    copies = [place for place in places if place.kind is not None]
    whole = np.array([(place.row, place.canonical, place.story) for place in places], np.int64).reshape(-1, 3)
    database.register("places", dict(zip(("row", "canonical", "story"), whole.T, strict=True)))
    columns = {
        "row": np.array([place.row for place in copies], np.int64),
        "matched": np.array([place.matched for place in copies], np.int64),
        "kind": np.array([place.kind for place in copies], "U8"),
        "similarity": np.array([place.similarity for place in copies], np.float64),
    }
    database.register("copies", columns)
    part = part_of(output)
    execute(database, "collection/clusters", path=str(part))
    replace(part, output)
