"""The configuration: who asks, what may be connected to, how long things are kept, and the sources."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from spiders.declaration import ConfigError, Place, read_table
from spiders.sources_file import Web, read_toml, web_part

__all__ = ["ConfigError", "Retention", "Settings", "load_settings"]


@dataclass(frozen=True)
class Retention:
    """Days that things are kept; 0 keeps them for ever."""

    pages_days: int = 90
    signatures_days: int = 60
    snapshots_days: int = 7


@dataclass(frozen=True, kw_only=True)
class Settings(Web):
    """Everything that the configuration states; `Settings()` is a run without sources."""

    window_days: int = 14
    """Days back in which copies of an article are looked for."""
    workers: int = 0
    """Extraction processes; 0 is one per core."""
    retention: Retention = field(default_factory=Retention)


@dataclass(frozen=True)
class _Desk:
    """The table [copydesk]."""

    contact: str
    window_days: int = 14
    workers: int = 0


@dataclass(frozen=True)
class _File:
    """The tables of the file that say nothing of the web."""

    copydesk: _Desk
    retention: Retention = field(default_factory=Retention)


def load_settings(path: Path) -> Settings:
    """Reads and checks a configuration file. Raises ConfigError, which names file, table and key."""
    values = read_toml(path)
    web = web_part(values, path)
    rest = {key: value for key, value in values.items() if key not in ("network", "sources")}
    file = read_table(_File, rest, Place(path, ""))
    return Settings(
        contact=web.contact,
        network_allow=web.network_allow,
        sources=web.sources,
        window_days=file.copydesk.window_days,
        workers=file.copydesk.workers,
        retention=file.retention,
    )
