"""The configuration: the contact, what may be connected to, how long things are kept, and the sources."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows.warehouse_table import WarehouseTable, data_folder, lake_url, readers_path
from spiders.sources.declaration import ConfigError, TablePlace, read_table, read_toml
from spiders.sources.sources_file import WebConfiguration, web_part
from warehouse.base.data_folder import DataFolder
from warehouse.upkeep.retention import Retention

__all__ = ["Alerts", "ConfigError", "Reports", "RetentionDays", "Settings", "data_folder", "load_settings"]

MOST_REPORTED_DAYS = 366
_SCHEDULER = re.compile(r"(tcp|tls)://[^\s/:]+:[0-9]{1,5}")


@dataclass(frozen=True)
class RetentionDays:
    """Days that things are kept; 0 keeps them for ever. The defaults are those of `Retention`."""

    pages_days: int = Retention.pages.days
    signatures_days: int = Retention.window.days
    snapshots_days: int = Retention.snapshots.days


@dataclass(frozen=True)
class Alerts:
    """The receivers of findings: Apprise URLs, and a command with its arguments. Both are secrets."""

    urls: tuple[str, ...] = field(default=(), repr=False)
    command: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Reports:
    """The reports that maintenance writes: the folder, None for no reports, and the days each tells of."""

    folder: Path | None = None
    days: int = 1


@dataclass(frozen=True, kw_only=True)
class Settings(WebConfiguration):
    """Everything that the configuration states; `Settings()` is a run without sources."""

    window_days: int = 14
    """Days back in which copies of an article are looked for."""
    workers: int = 0
    """Extraction processes; 0 is one per core."""
    fail_when_all_down: bool = True
    """Whether a run fails when no source could be read."""
    retention: RetentionDays = field(default_factory=RetentionDays)
    alerts: Alerts = field(default_factory=Alerts)
    reports: Reports = field(default_factory=Reports)
    lake: str | None = None
    """The s3:// URL of the lake; None keeps it in the data folder only."""
    scheduler: str | None = None
    """Where the scheduler of a Dask cluster listens on which pages are extracted; None extracts here."""
    readers: str | None = None
    """The absolute path under which readers see the data folder; None where it is."""

    def folder(self, root: Path) -> DataFolder:
        """The data folder at `root`, as the configuration has it."""
        return DataFolder(root, self.lake, self.readers)

    def window_of(self, source: str) -> int:
        """Days back in which copies of an article of `source` are looked for."""
        known = self.sources.get(source)
        return (known.window_days if known else 0) or self.window_days

    @property
    def longest_window(self) -> int:
        """Days back in which copies of any source's articles are looked for."""
        return max([self.window_days, *(source.window_days for source in self.sources.values())])


@dataclass(frozen=True)
class _ExtractionTable:
    """The table [extraction]. Without a scheduler pages are extracted by processes of this machine."""

    scheduler: str = ""


@dataclass(frozen=True)
class _ReportsTable:
    """The table [reports]."""

    folder: str
    days: int = 1


@dataclass(frozen=True)
class _CopydeskTable:
    """The table [copydesk]."""

    contact: str
    window_days: int = 14
    workers: int = 0
    fail_when_all_down: bool = True


@dataclass(frozen=True)
class _File:
    """The tables of the file that say nothing of the web."""

    copydesk: _CopydeskTable
    retention: RetentionDays = field(default_factory=RetentionDays)
    alerts: Alerts = field(default_factory=Alerts)
    warehouse: WarehouseTable = field(default_factory=WarehouseTable)
    extraction: _ExtractionTable = field(default_factory=_ExtractionTable)


def load_settings(path: Path) -> Settings:
    """Reads and checks a configuration file. Raises ConfigError, which names file, table and key."""
    values = read_toml(path)
    web = web_part(values, path)
    rest = {key: value for key, value in values.items() if key not in ("network", "sources", "reports")}
    file = read_table(_File, rest, TablePlace(path, ""))
    return Settings(
        contact=web.contact,
        network_allow=web.network_allow,
        sources=web.sources,
        window_days=file.copydesk.window_days,
        workers=file.copydesk.workers,
        fail_when_all_down=file.copydesk.fail_when_all_down,
        retention=file.retention,
        alerts=file.alerts,
        reports=_reports(values, path),
        lake=lake_url(file.warehouse, path),
        readers=readers_path(file.warehouse, path),
        scheduler=_scheduler(file.extraction, path),
    )


def _reports(values: Mapping[str, Any], path: Path) -> Reports:
    """A relative folder is one beside the configuration."""
    if "reports" not in values:
        return Reports()
    stated = read_table(_ReportsTable, values["reports"], TablePlace(path, "reports"))
    if not stated.folder:
        raise ConfigError(path, "reports", "folder", "is empty; name a folder, or remove the table")
    if not 1 <= stated.days <= MOST_REPORTED_DAYS:
        raise ConfigError(path, "reports", "days", f"{stated.days} is not from 1 to {MOST_REPORTED_DAYS}")
    return Reports(path.parent / stated.folder, stated.days)


def _scheduler(stated: _ExtractionTable, path: Path) -> str | None:
    if stated.scheduler and not _SCHEDULER.fullmatch(stated.scheduler):
        problem = (
            f"{stated.scheduler!r} is no URL of a Dask scheduler; write tcp://host:8786, or tls://host:8786"
        )
        raise ConfigError(path, "extraction", "scheduler", problem)
    return stated.scheduler or None
