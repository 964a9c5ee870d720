"""Archives into the lake, one after another: each is imported and landed before the next is read.

A backfill that was stopped can be restarted: what has landed is known by its URL, date and body, and is
read again but not landed again. The lock is let go between two archives: scheduled runs get their turn.
"""

from __future__ import annotations

import glob
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from flows.ingestion.ingest import ingest
from flows.landing.landing_result import Perform
from flows.runs.context import RunContext
from flows.runs.run_ids import new_run_id
from spiders.archives.captures import NotAnArchive, Selection, archive_files, states_urls
from spiders.archives.import_archives import ImportReport, import_archives
from warehouse.lake.exclusive_writer import exclusive_writer
from warehouse.lake.lake import Lake

WriterSlot = Callable[[], AbstractContextManager[object]]
"""Gives a context in which an archive may be landed."""


@dataclass(frozen=True)
class BackfillResult:
    """The result of one archive: its captures, and the articles that are new, revised or copies."""

    archive: Path
    imported: ImportReport
    landed: int


def backfill(
    run: RunContext,
    archives: Sequence[str],
    selection: Selection,
    source: str | None,
    perform: Perform,
    turn: WriterSlot = nullcontext,
) -> Iterator[BackfillResult]:
    """Land the wanted captures of every archive; a value an archive, as soon as it has landed.

    `archives` are paths and patterns. Raises NotAnArchive, before anything is landed.
    """
    files = list(files_of(archives))
    for number, file in enumerate(files, 1):
        with turn():
            yield perform(f"archive {number} of {len(files)}", lambda: _one(run, file, selection, source))  # noqa: B023


def files_of(archives: Sequence[str]) -> Iterator[Path]:
    """The archives that paths and patterns name, once each, and folders of HTML. Raises NotAnArchive."""
    paths = [Path(found) for one in archives for found in sorted(glob.glob(one)) or [one]]  # noqa: PTH207
    found = ((file, path) for path in paths for file, _ in archive_files(path))
    # The folder by which an HTML file was named says its URL, so such a folder is one archive.
    files = dict.fromkeys(file if states_urls(file) else path for file, path in found)
    if not files:
        raise NotAnArchive(Path(archives[0]))
    yield from files


def _one(run: RunContext, file: Path, selection: Selection, source: str | None) -> BackfillResult:
    part = replace(run, run_id=new_run_id(run.started_at))
    with exclusive_writer(run.data, run.wait):
        snapshot = Lake(run.data).current()
        report = import_archives([file], run.data, snapshot, part.run_id, run.started_at, source, selection)
    ingested = ingest(part, False, lambda name, step: step())
    counts = [counts for landed in ingested.landed for counts in landed.tallies]
    return BackfillResult(file, report, sum(one.landed for one in counts))
