"""What every verb is told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from warehouse.folder import DataFolder


@dataclass(frozen=True)
class CliContext:
    """The data folder and the configuration file that the command line names."""

    data: DataFolder
    config: Path
