"""The copies of a data file, and which of them are undamaged.

A data file has several names (hard links: one in lake/data and one in each snapshot), and, where links are
refused, several copies. A lake in a bucket has one more there; what was taken down has one in takedowns/.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.base.data_folder import DataFolder
from warehouse.base.durable import link, part_of, replace
from warehouse.snapshots.catalog import catalog_of
from warehouse.snapshots.manifest import DataFile
from warehouse.snapshots.parquet import sha256_of


def fault_of(path: Path, file: DataFile, fingerprints: dict[int, str]) -> str | None:
    """What is wrong with one copy of a file; the bytes of an inode are read once (`fingerprints`)."""
    try:
        state = path.stat()
        if state.st_size != file.bytes:
            return f"has {state.st_size} bytes, the manifest says {file.bytes}"
        if state.st_ino not in fingerprints:
            fingerprints[state.st_ino] = sha256_of(path)
        if fingerprints[state.st_ino] != file.sha256:
            return "has another checksum than the manifest says"
        rows = pq.read_metadata(path).num_rows
    except FileNotFoundError:
        return "is missing"
    except (pa.ArrowException, OSError) as error:
        return f"cannot be read ({error})"
    return None if rows == file.rows else f"has {rows} rows, the manifest says {file.rows}"


def copies_of_all(data: DataFolder) -> dict[str, list[Path]]:
    """Every path of every data file, by its name."""
    copies = defaultdict(list)
    for folder in (data.files, data.snapshots, data.takedowns):
        for path in folder.rglob("*.parquet"):
            copies[path.name].append(path)
    return copies


def restore(data: DataFolder, path: Path, file: DataFile, copies: Iterable[Path]) -> bool:
    """Put an undamaged copy of a file to `path`, from its other names or from the catalog.

    False where there is none. Raises what the catalog raises.
    """
    intact = _intact_copy(data, file, copies)
    if intact is None:
        return False
    if intact != path:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = part_of(path)
        part.unlink(missing_ok=True)
        link(intact, part)
        replace(part, path)
    return True


def _intact_copy(data: DataFolder, file: DataFile, copies: Iterable[Path]) -> Path | None:
    first = data.files / file.name
    for copy in (first, *copies):
        if fault_of(copy, file, {}) is None:
            return copy
    part = part_of(first)
    if not catalog_of(data).fetch(file, part):
        return None
    replace(part, first)
    return first
