"""Checking the lake against its manifests, and repairing what can be repaired.

What is broken under one name is restored from any other that still has the checksum of the manifest. What no
copy has any more is named: `warehouse.upkeep.damaged_files` goes on with what can be read of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from warehouse.base.data_folder import DataFolder
from warehouse.base.durable import point, remove, write_text
from warehouse.base.progress import SILENT, Progress, StageProgress
from warehouse.checks.quarantine import set_damaged_aside
from warehouse.derived.derived_faults import derived_faults
from warehouse.derived.publish import publish
from warehouse.landing.segments import Segment, pending_segments
from warehouse.query.landed_keys import drop_keys
from warehouse.search.index import rebuild_index
from warehouse.snapshots.catalog import catalog_of
from warehouse.snapshots.current_pointer import datafile_numbers, numbered, stated_number
from warehouse.snapshots.linktree import stale_trees
from warehouse.snapshots.manifest import NAME, BrokenManifest, DataFile, Manifest, to_json
from warehouse.snapshots.roll_forward import is_whole, roll_forward, set_aside_snapshots, unlinked
from warehouse.snapshots.snapshot import ASIDE, Snapshot, current_snapshot, open_snapshot
from warehouse.upkeep.file_copies import copies_of_all, fault_of, restore
from warehouse.upkeep.rebuild_manifest import rebuild_manifest

UNLINKED = "is not referenced by `current` and was set aside; delete it when nothing in it is needed"


@dataclass(frozen=True)
class Problem:
    """Something that is not as its manifest says. `file` is None where it is no data file."""

    path: Path
    problem: str
    file: DataFile | None = None


def check(data: DataFolder, progress: Progress = SILENT) -> list[Problem]:
    """Every problem of every retained snapshot, by reading every byte once, and of what is derived.

    `progress` is told of the files that were read.
    """
    problems = list(_check_current(data))
    if not problems and numbered(data):
        problems += [Problem(path, fault) for path, fault in derived_faults(data)]
    fingerprints: dict[int, str] = {}
    problems += [Problem(path, UNLINKED) for path in set_aside_snapshots(data)]
    for segment in _segments(data):
        if fault := segment.problem():
            problems.append(Problem(segment.path, f"cannot be read ({fault})"))
    with progress.stage("fsck", total=len(datafile_numbers(data)), unit="files") as stage:
        for path in numbered(data):
            try:
                snapshot = open_snapshot(path)
            except BrokenManifest as error:
                problems.append(Problem(Path(error.path), error.problem))
            else:
                problems += _check_snapshot(data, snapshot, fingerprints, stage)
    return list(dict.fromkeys(problems))


def repair(data: DataFolder, problems: list[Problem], progress: Progress = SILENT) -> list[Problem]:
    """Repair what has an undamaged copy; if all is intact then, rebuild what is derived. Returns what
    remains.

    Only the holder of the run lock may call it.
    """
    remove(stale_trees(data, None))
    if not catalog_of(data).keeps_manifests:
        _rebuild_manifests(data)
    copies = copies_of_all(data)
    for problem in problems:
        if problem.file:
            restore(data, problem.path, problem.file, copies[problem.file.name])
    set_damaged_aside(data, _segments(data), datetime.now(UTC))
    _repair_current(data)
    _remove_copies(data)
    remaining = check(data, progress)
    if all(is_derived(data, problem) for problem in remaining):
        _rebuild_derived(data, progress)
        remaining = []
    return remaining


def files_without_copy(data: DataFolder, problems: Iterable[Problem]) -> list[DataFile]:
    """The files that are broken under every name and that the current snapshot needs."""
    named = {file.name for file in _current_files(data)}
    files = {problem.file for problem in problems if problem.file and problem.file.name in named}
    copies = copies_of_all(data)
    return [file for file in files if all(fault_of(copy, file, {}) for copy in copies[file.name])]


def is_derived(data: DataFolder, problem: Problem) -> bool:
    """Whether it is about something that can be rebuilt."""
    return problem.path in (data.database, data.sql_search, data.search)


def _segments(data: DataFolder) -> list[Segment]:
    try:
        return pending_segments(data, current_snapshot(data))
    except BrokenManifest:
        return []  # nobody knows which of them are pending


def _current_files(data: DataFolder) -> Sequence[DataFile]:
    try:
        snapshot = current_snapshot(data)
    except BrokenManifest:
        return ()
    return snapshot.manifest.files


def _check_current(data: DataFolder) -> Iterator[Problem]:
    try:
        snapshot = current_snapshot(data)
    except BrokenManifest as error:
        where = data.current if data.current.is_symlink() else Path(error.path)
        yield Problem(where, f"points to no undamaged snapshot: {error.problem}")
        return
    if snapshot.is_empty:
        if strays := datafile_numbers(data):
            yield Problem(data.files, f"has {len(strays)} files, but there is no snapshot that names them")
    elif stated_number(data) is None:
        yield Problem(data.current, f"is missing; snapshot {snapshot.number} is the newest")
    elif data.current.is_dir() and not data.current.is_symlink():
        yield Problem(data.current, f"is a copy of snapshot {snapshot.number}, not a link to it")
    elif newer := unlinked(data, snapshot.number):
        yield Problem(data.current, f"points to snapshot {snapshot.number}, but there is {newer.name}")


def _check_snapshot(
    data: DataFolder, snapshot: Snapshot, fingerprints: dict[int, str], stage: StageProgress
) -> Iterator[Problem]:
    named = set()
    for file in snapshot.manifest.files:
        known = len(fingerprints)
        path = snapshot.path / file.table / file.partition / file.name
        named.add(path)
        for copy in (path, data.files / file.name):
            if fault := fault_of(copy, file, fingerprints):
                yield Problem(copy, fault, file)
        stage.advance(int(len(fingerprints) > known))  # what older snapshots have, too, has been read
    for path in snapshot.path.rglob("*.parquet"):
        if path not in named:
            yield Problem(path, "is not in the manifest")


def _rebuild_manifests(data: DataFolder) -> None:
    """Write the manifests that cannot be read from the files beside them."""
    intact: list[Manifest] = []
    for path in numbered(data):
        try:
            intact.append(open_snapshot(path).manifest)
        except BrokenManifest:
            if manifest := rebuild_manifest(path, intact):
                write_text(path / NAME, to_json(manifest))
                intact.append(manifest)


def _repair_current(data: DataFolder) -> None:
    """Point `current` to the newest snapshot whose manifest can be read, where it points to none."""
    with suppress(BrokenManifest):
        roll_forward(data)
    if not list(_check_current(data)):
        return
    for path in reversed(numbered(data)):
        if (path / NAME).is_file():
            point(data.current, f"snapshots/{path.name}")
            return


def _remove_copies(data: DataFolder) -> None:
    """Remove what was set aside and is a second copy: every file of it is undamaged in lake/data."""
    for path in set_aside_snapshots(data):
        with suppress(BrokenManifest):
            files = open_snapshot(path).manifest.files
            if all(fault_of(data.files / file.name, file, {}) is None for file in files):
                number = path.name.partition(ASIDE)[0]
                remove([path] if is_whole(data.snapshots / number) else [])


def _rebuild_derived(data: DataFolder, progress: Progress) -> None:
    snapshot = current_snapshot(data)
    if not snapshot.is_empty:
        rebuild_index(data, snapshot, progress)
        drop_keys(data)
        publish(data, snapshot)
