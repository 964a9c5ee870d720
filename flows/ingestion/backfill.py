"""Archives into the lake, one after another: each is imported and landed before the next is read.

A backfill that was stopped can be restarted: archives that have landed are passed over, and of one that was
begun what has landed is known by its URL, date and body, and is read again but not landed again. The lock is
let go between two archives: scheduled runs get their turn. Several machines take a shard of them each.
"""

from __future__ import annotations

import glob
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from flows.ingestion.backfill_ledger import BackfillLedger
from flows.ingestion.ingest import ingest
from flows.landing.landing_result import Perform
from flows.runs.context import RunContext
from flows.runs.run_ids import new_run_id
from flows.sources.shards import ALL, Shard
from spiders.archives.archive_list import is_list, listed, may_hold
from spiders.archives.captures import NotAnArchive, Selection, archive_files, states_urls
from spiders.archives.import_archives import EVERYTHING, ImportReport, import_archives
from warehouse.lake.exclusive_writer import exclusive_writer
from warehouse.lake.lake import Lake

WriterSlot = Callable[[], AbstractContextManager[object]]
"""Gives a context in which an archive may be landed."""


@dataclass(frozen=True)
class Wanted:
    """What is to be backfilled: captures of archives, by paths, patterns and lists of them.

    What lists name is below `below` (the list's own folder); `source` names the source of all pages (each
    page's domain), `shard` takes a part of the archives, by their names.
    """

    archives: Sequence[str]
    selection: Selection = EVERYTHING
    source: str | None = None
    below: Path | None = None
    shard: Shard = ALL


@dataclass(frozen=True)
class BackfillResult:
    """The result of one archive: its captures, and the articles that are new, revised or copies."""

    archive: Path
    imported: ImportReport
    landed: int


@dataclass(frozen=True)
class Backlog:
    """The archives that are left to land, how many had landed before, and how many are of other days.

    `ledger` says which had landed.
    """

    ledger: BackfillLedger
    files: tuple[Path, ...]
    done: int
    other_days: int


def backfill(
    run: RunContext,
    wanted: Wanted,
    perform: Perform,
    turn: WriterSlot = nullcontext,
) -> Iterator[BackfillResult]:
    """Land the wanted captures of every archive; a value an archive, as soon as it has landed.

    An archive of a list that cannot be opened is a result that says so. Raises NotAnArchive and
    UnreadableList, before anything is landed.
    """
    left = backlog(run, wanted)
    for number, file in enumerate(left.files, 1):
        with turn():
            result = perform(f"archive {number} of {len(left.files)}", lambda: _one(run, file, wanted))  # noqa: B023
            if not result.imported.broken:
                left.ledger.add(file)
            yield result


def backlog(run: RunContext, wanted: Wanted) -> Backlog:
    """What is to be done. Raises NotAnArchive and UnreadableList."""
    ledger = BackfillLedger(run.data, wanted.selection, wanted.source)
    own = [file for file in files_of(wanted.archives, wanted.below) if wanted.shard.takes(file.name)]
    of_days = [file for file in own if may_hold(file, wanted.selection)]
    left = tuple(file for file in of_days if not ledger.has(file))
    return Backlog(ledger, left, len(of_days) - len(left), len(own) - len(of_days))


def files_of(archives: Sequence[str], below: Path | None = None) -> Iterator[Path]:
    """The archives that paths, patterns and lists name, once each, and folders of HTML.

    Raises NotAnArchive and UnreadableList.
    """
    paths = [Path(found) for one in archives for found in sorted(glob.glob(one)) or [one]]  # noqa: PTH207
    files: dict[Path, None] = {}
    for path in paths:
        if is_list(path):
            files |= dict.fromkeys(listed(path, below))
            continue
        # The folder by which an HTML file was named says its URL, so such a folder is one archive.
        found = (file if states_urls(file) else path for file, _ in archive_files(path))
        files |= dict.fromkeys(found)
    if not files:
        raise NotAnArchive(Path(archives[0]))
    yield from files


def _one(run: RunContext, file: Path, wanted: Wanted) -> BackfillResult:
    part = replace(run, run_id=new_run_id(run.started_at))
    try:
        with exclusive_writer(run.data, run.wait):
            report = import_archives(
                [file],
                run.data,
                Lake(run.data).current(),
                part.run_id,
                run.started_at,
                wanted.source,
                wanted.selection,
            )
    except NotAnArchive as missing:
        return BackfillResult(file, ImportReport(broken=[str(missing)]), 0)
    ingested = ingest(part, False, lambda name, step: step())
    counts = [counts for landed in ingested.landed for counts in landed.tallies]
    return BackfillResult(file, report, sum(one.landed for one in counts))
