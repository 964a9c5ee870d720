"""The table [warehouse] of the configuration, which says where the lake is.

Verbs that only read look at no other: reading all of it loads what crawls need.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from spiders.sources.declaration import ConfigError, TablePlace, read_table, read_toml
from warehouse.base.data_folder import DataFolder
from warehouse.base.errors import CopydeskError


@dataclass(frozen=True)
class WarehouseTable:
    """The table [warehouse]. Without a URL the lake stands in the data folder only."""

    lake: str = ""
    readers: str = ""


def data_folder(root: Path, path: Path) -> DataFolder:
    """The data folder at `root`, by a configuration whose other tables are not looked at, if there is one.

    Raises ConfigError.
    """
    if not path.exists():
        return DataFolder(root)
    values = read_toml(path).get("warehouse", {})
    stated = read_table(WarehouseTable, values, TablePlace(path, "warehouse"))
    return DataFolder(root, lake_url(stated, path), readers_path(stated, path))


def lake_url(stated: WarehouseTable, path: Path) -> str | None:
    """The URL of the lake, None where it is in the data folder only. Raises ConfigError."""
    if not stated.lake:
        return None
    from warehouse.snapshots.catalog import checked_url  # here, since it loads what few lakes need

    try:
        return checked_url(stated.lake)
    except CopydeskError as error:
        raise ConfigError(path, "warehouse", "lake", str(error)) from error


def readers_path(stated: WarehouseTable, path: Path) -> str | None:
    """The path under which readers see the data folder, None where it is. Raises ConfigError."""
    readers = stated.readers
    if readers and not (PurePosixPath(readers).is_absolute() or PureWindowsPath(readers).is_absolute()):
        problem = f"{readers!r} is not an absolute path; write how readers see the data folder"
        raise ConfigError(path, "warehouse", "readers", problem)
    return readers or None
