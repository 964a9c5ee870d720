"""What is in quarantine, why, and its way back into landing.

An entry is tried again by itself when its cause is gone: a segment can be read (its disk works again, or a
undamaged copy was put in its place), the clock has passed the times of a batch that came from its future, or
another version of copydesk judges. All else waits for people, who may replay it at any time: what is still
wrong goes back into quarantine.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from warehouse.base.data_folder import DataFolder
from warehouse.base.durable import remove, replace
from warehouse.base.errors import CopydeskError
from warehouse.checks.batch_checks import Fault
from warehouse.checks.quarantine import DAMAGED, FAULTS, SEGMENTS, version_of_copydesk
from warehouse.landing.segments import DamagedSegment, Segment

CLOCK = "times_in_order"


class NotInQuarantine(CopydeskError):
    """No quarantined entry has this name."""

    def __init__(self, name: str, names: Sequence[str]) -> None:
        super().__init__(name, names)
        self.name = name
        self.names = names

    def __str__(self) -> str:
        return f"quarantine has no entry {self.name!r}; it has:  {', '.join(self.names) or 'nothing'}"


class NothingToReplay(CopydeskError):
    """A quarantined entry has no segments that could go back into landing."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return f"{self.path}: contains no landing segments; check its contents, then delete it"


@dataclass(frozen=True)
class QuarantineEntry:
    """One quarantined directory. `version` is the copydesk that judged, as `version_of_copydesk` says it."""

    path: Path
    faults: tuple[Fault, ...]
    version: str | None

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The landing segments that it holds."""
        folder = self.path / SEGMENTS
        paths = sorted(folder.iterdir()) if folder.is_dir() else []
        return tuple(Segment(path.name, path.name.partition(".")[0], path) for path in paths)


def entries(data: DataFolder) -> list[QuarantineEntry]:
    """Everything in quarantine, oldest first."""
    paths = data.quarantine.iterdir() if data.quarantine.is_dir() else iter(())
    return [_entry(path) for path in sorted(paths) if path.is_dir()]


def entry(data: DataFolder, name: str) -> QuarantineEntry:
    """The entry of a name. Raises NotInQuarantine."""
    found = {some.name: some for some in entries(data)}
    if name not in found:
        raise NotInQuarantine(name, tuple(found))
    return found[name]


def is_due(some: QuarantineEntry, now: datetime) -> bool:
    """Whether what put an entry into quarantine is gone, so that it can be tried again."""
    if not some.segments or not some.faults:
        return False
    if {fault.check for fault in some.faults} == {DAMAGED}:
        return not any(segment.problem() for segment in some.segments)
    if some.version != version_of_copydesk():
        return True
    return {fault.check for fault in some.faults} == {CLOCK} and _is_past(some.segments, now)


def replay(data: DataFolder, some: QuarantineEntry) -> int:
    """Move the segments of an entry back into landing and drop what was made of them; returns how many.

    Only the holder of the run lock may call it. Raises NothingToReplay.
    """
    segments = some.segments
    if not segments:
        raise NothingToReplay(some.path)
    for segment in segments:
        replace(segment.path, data.landing / segment.name)
    remove([some.path])
    return len(segments)


def replay_due(data: DataFolder, now: datetime) -> list[str]:
    """Replay every entry that is due; returns their names.

    An entry whose segments are gone, or never came, was left by a kill amid a move: it is removed.
    """
    remove(some.path for some in entries(data) if _is_left_over(some))
    due = [some for some in entries(data) if is_due(some, now)]
    for some in due:
        replay(data, some)
    return [some.name for some in due]


def _is_left_over(some: QuarantineEntry) -> bool:
    """Whether an entry of landing segments has none; damaged data files are entries without any."""
    is_of_segments = (some.path / SEGMENTS).is_dir() or any(fault.check != DAMAGED for fault in some.faults)
    return is_of_segments and not some.segments


def _is_past(segments: Sequence[Segment], now: datetime) -> bool:
    try:
        times = [fetch.fetched_at for segment in segments for fetch in segment.fetches() if fetch.fetched_at]
    except DamagedSegment:
        return False
    return all(time <= now for time in times)


def _entry(path: Path) -> QuarantineEntry:
    try:
        plain = json.loads((path / FAULTS).read_text(encoding="utf-8"))
        faults = tuple(Fault(f["check"], f["holds"], f["count"], tuple(f["first"])) for f in plain)
        version = plain[0].get("version") if plain else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return QuarantineEntry(path, (), None)
    return QuarantineEntry(path, faults, version)
