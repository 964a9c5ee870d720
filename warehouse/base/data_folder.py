"""Where everything stands in the data folder."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class DataFolder:
    """The folder that one warehouse lives in; only `create` touches the disk.

    `catalog_url` is the URL of the lake (s3://…) where it does not live here; `lake` is then a working copy.
    `readers` is the absolute path under which readers see the folder, where that is not where it is.
    """

    root: Path
    catalog_url: str | None = None
    readers: str | None = None

    @property
    def landing(self) -> Path:
        """Raw page segments, appended by crawls and imports, that no snapshot holds yet."""
        return self.root / "landing"

    @property
    def lake(self) -> Path:
        """Immutable Parquet files and the snapshots that name them."""
        return self.root / "lake"

    @property
    def files(self) -> Path:
        """Every data file that some snapshot names, once."""
        return self.lake / "data"

    @property
    def snapshots(self) -> Path:
        """One directory of hard links for each retained snapshot."""
        return self.lake / "snapshots"

    @property
    def current(self) -> Path:
        """Symbolic link to the newest snapshot."""
        return self.lake / "current"

    @property
    def database(self) -> Path:
        """DuckDB file of views over the newest snapshot."""
        return self.root / "warehouse.duckdb"

    @property
    def sql_search(self) -> Path:
        """DuckDB file with the same views and a full-text index for SQL, where one is wanted."""
        return self.root / "warehouse-fts.duckdb"

    @property
    def search(self) -> Path:
        """Full-text index over the latest texts."""
        return self.root / "search"

    @property
    def keys(self) -> Path:
        """The keys that have landed, in few files, for the checks of the next batch."""
        return self.root / "keys"

    @property
    def known(self) -> Path:
        """What the ledger said of all URLs when a crawl last put it together."""
        return self.root / "keys" / "urls.parquet"

    @property
    def recent(self) -> Path:
        """What statements selected of the last weeks' rows, which runs read in place of these."""
        return self.root / "keys" / "recent"

    @property
    def takedowns(self) -> Path:
        """A second copy of what was taken down, on blocks of its own."""
        return self.root / "takedowns"

    @property
    def tmp(self) -> Path:
        """Work in progress; whatever is here when no run is alive is rubbish."""
        return self.root / "tmp"

    @property
    def logs(self) -> Path:
        """Log files of runs."""
        return self.root / "logs"

    @property
    def quarantine(self) -> Path:
        """Batches that failed a data check, kept for replay."""
        return self.root / "quarantine"

    @property
    def cache(self) -> Path:
        """robots.txt and tdmrep.json of the last day; what is missing is fetched again."""
        return self.root / "cache"

    @property
    def alerts(self) -> Path:
        """Which findings are open, and what of them is still to be reported."""
        return self.root / "alerts.json"

    @property
    def unreported(self) -> Path:
        """How runs ended whose Prefect server was away; the next run reports it."""
        return self.root / "unreported"

    @property
    def lock(self) -> Path:
        """File that the one writer holds locked."""
        return self.root / "lock"

    def create(self) -> None:
        """Make the folders that are missing. Raises OSError, PermissionError where no folder can be made."""
        try:
            for folder in (self.landing, self.files, self.snapshots, self.tmp, self.logs, self.quarantine):
                folder.mkdir(parents=True, exist_ok=True)
        except FileNotFoundError as error:  # what file systems like /proc raise
            raise PermissionError(errno.EPERM, "no folder can be made here", str(self.root)) from error
