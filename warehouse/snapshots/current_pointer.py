"""Which snapshot is the current one, however the data folder came to be here.

`current` is a symbolic link. Tools that copy a folder leave it out (a zip, an upload), follow it (`cp -rL`,
which makes it a second copy of the snapshot), or write its target into a plain file; file systems like FAT
know no links, and there we write such a file ourselves. All of these say which snapshot is meant. Where
nothing says it, the newest one is: a snapshot's directory gets its number only when it is whole and on the
disk, so it is at worst a commit that was killed one step before its end.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from warehouse.base.data_folder import DataFolder
from warehouse.snapshots.manifest import NAME, BrokenManifest, read_manifest


def current_number(data: DataFolder) -> int:
    """The number of the current snapshot; 0 before the first commit. Raises BrokenManifest."""
    stated = stated_number(data)
    if stated is not None:
        return stated
    newest = max((int(path.name) for path in numbered(data)), default=0)
    if not newest and (strays := datafile_numbers(data)) and max(strays) > 1:
        raise BrokenManifest(
            data.snapshots,
            f"is empty, but {data.files} has {len(strays)} files; copy both, or move both away",
        )
    return newest


def stated_number(data: DataFolder) -> int | None:
    """The number that `current` states; None where it is missing or states none."""
    if data.current.is_symlink():
        return _number(data.current.readlink().name, data.current)
    if data.current.is_dir():
        with suppress(BrokenManifest):
            return read_manifest(data.current / NAME).number
    elif data.current.is_file():
        return _number(
            data.current.read_text(encoding="utf-8", errors="replace").rpartition("/")[2], data.current
        )
    return None


def numbered(data: DataFolder) -> list[Path]:
    """The directories of all snapshots, oldest first."""
    if not data.snapshots.is_dir():
        return []
    found = [path for path in data.snapshots.iterdir() if path.name.isdecimal()]
    return sorted(found, key=lambda path: int(path.name))


def datafile_numbers(data: DataFolder) -> list[int]:
    """The snapshot that each file in lake/data was written for, from its name."""
    names = (path.name.split("-") for path in data.files.glob("*.parquet"))
    return [int(parts[1]) for parts in names if len(parts) == 3 and parts[1].isdecimal()]


def _number(name: str, path: Path) -> int:
    if not name.strip().isdecimal():
        raise BrokenManifest(path, f"points to {name.strip()[:80]!r}, which is no snapshot")
    return int(name)
