"""A second copy of what was taken down, so that a bad block of the disk lets nothing be fetched again.

All else that is lost can be fetched or extracted again, or is missed; what a lost takedown forbade would be
fetched by the next run. The names of a data file are links to the same blocks, so the few kilobytes of
`erasures` are copied.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from warehouse.base.data_folder import DataFolder
from warehouse.base.durable import part_of, remove, replace, sync_file
from warehouse.snapshots.manifest import DataFile
from warehouse.snapshots.parquet import sha256_of
from warehouse.snapshots.snapshot import Snapshot


def copy_takedowns(data: DataFolder, snapshot: Snapshot) -> None:
    """Bring `takedowns/` up to date: an undamaged copy of each file of erasures, and nothing else.

    Where the lake's own file is damaged its copy stays as it is, for repair.
    """
    files = {data.takedowns / file.name: file for file in snapshot.manifest.of("erasures")}
    if files:
        data.takedowns.mkdir(exist_ok=True)
    for copy, file in files.items():
        original = data.files / file.name
        if _holds(original, file) and not (_holds(copy, file) and not copy.samefile(original)):
            shutil.copyfile(original, part_of(copy))
            sync_file(part_of(copy))
            replace(part_of(copy), copy)
    if data.takedowns.is_dir():
        remove(path for path in data.takedowns.iterdir() if path not in files)


def _holds(path: Path, file: DataFile) -> bool:
    return path.exists() and sha256_of(path) == file.sha256
