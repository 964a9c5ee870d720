"""What every verb is told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flows.settings import lake_address
from warehouse.folder import DataFolder


@dataclass(frozen=True)
class CliContext:
    """The data folder and the configuration file that the command line names."""

    root: Path
    config: Path

    @property
    def data(self) -> DataFolder:
        """The data folder, with the bucket that the configuration states. Raises ConfigError."""
        return DataFolder(self.root, lake_address(self.config))
