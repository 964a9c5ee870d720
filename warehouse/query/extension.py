"""DuckDB extensions from Python packages: loaded from a file of the environment, never fetched by DuckDB."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import duckdb

from warehouse.base.errors import CopydeskError
from warehouse.query.quoting import literal


class ExtensionMissing(CopydeskError):
    """A DuckDB extension is needed whose package is not installed, or is for another DuckDB."""

    def __init__(self, name: str, extra: str) -> None:
        super().__init__(name, extra)
        self.name = name
        self.extra = extra

    def __str__(self) -> str:
        return (
            f"DuckDB's extension {self.name} for version {duckdb.__version__} is not installed; "
            f"install it with: pip install 'copydesk[{self.extra}]'"
        )


def load_extension(database: duckdb.DuckDBPyConnection, name: str, extra: str) -> None:
    """Load an extension that the extra `extra` installs. Raises ExtensionMissing."""
    database.execute(f"LOAD {literal(str(_path(name, extra)))}")


def _path(name: str, extra: str) -> Path:
    package = importlib.util.find_spec(f"duckdb_extension_{name}")
    if package is None or package.origin is None:
        raise ExtensionMissing(name, extra)
    version = f"v{duckdb.__version__}"
    path = Path(package.origin).parent / "extensions" / version / f"{name}.duckdb_extension"
    if not path.is_file():
        raise ExtensionMissing(name, extra)
    return path
