"""The snapshots that a data folder retains: their numbers, and the one of a number."""

from __future__ import annotations

from warehouse.base.data_folder import DataFolder
from warehouse.base.errors import CopydeskError
from warehouse.snapshots.snapshot import Snapshot, current_snapshot, open_snapshot


class NoSuchSnapshot(CopydeskError):
    """The requested snapshot is not retained."""

    def __init__(self, wanted: str, retained: tuple[int, ...]) -> None:
        super().__init__(wanted, retained)
        self.wanted = wanted
        self.retained = retained

    def __str__(self) -> str:
        span = f"{self.retained[0]} to {self.retained[-1]}" if self.retained else "none"
        return f"no snapshot {self.wanted}; retained: {span} (see `copydesk snapshots`)"


def snapshot_numbers(data: DataFolder) -> tuple[int, ...]:
    """The numbers of all retained snapshots, oldest first; none is newer than the current one."""
    current = current_snapshot(data)
    if current.is_empty:
        return ()
    numbers = (int(path.name) for path in data.snapshots.iterdir() if path.name.isdigit())
    return tuple(sorted(number for number in numbers if number <= current.number))


def snapshot_of(data: DataFolder, number: int) -> Snapshot:
    """The snapshot of one of these numbers. Raises BrokenManifest."""
    return open_snapshot(data.snapshots / str(number))
