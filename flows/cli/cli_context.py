"""The context of every verb."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import click

from warehouse.base.data_folder import DataFolder
from warehouse.base.errors import CopydeskError


@dataclass(frozen=True)
class CliContext:
    """The data folder and the configuration file that the command line names.

    `wait` is how many seconds a verb that writes waits for another one.
    """

    root: Path
    config: Path
    wait: float

    @property
    def folder(self) -> DataFolder:
        """The data folder as it is, with what the configuration says of it. Raises ConfigError."""
        from flows.warehouse_table import data_folder  # here: what reads TOML is no use to `dedupe`

        return data_folder(self.root, self.config)

    @cached_property
    def data(self) -> DataFolder:
        """The same, after its files of views were rebuilt where it was moved or copied."""
        folder = self.folder
        if folder.database.exists():
            _bring_home(folder)
        return folder


def _bring_home(folder: DataFolder) -> None:
    from warehouse.derived.moved_views import publish_if_moved  # imports DuckDB and the search index

    try:
        publish_if_moved(folder)
    except (CopydeskError, OSError) as error:
        click.echo(f"{folder.database} reads another folder and was not rebuilt: {error}", err=True)
