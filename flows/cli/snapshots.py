"""`copydesk snapshots`: the retained snapshots."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from flows.cli.cli_context import CliContext
from flows.display.as_json import echo_json, json_option
from warehouse.base.data_folder import DataFolder
from warehouse.snapshots.catalog import catalog_of
from warehouse.snapshots.manifest import Manifest

EPILOG = """\b
Examples:
  copydesk snapshots
  copydesk query "SELECT count(*) FROM articles" --snapshot 12
"""


@click.command(epilog=EPILOG)
@json_option
@click.pass_obj
def snapshots(context: CliContext, as_json: bool) -> None:
    """List the retained snapshots: each can be queried, and read as files under lake/snapshots/N."""
    table = Table(
        "snapshot", "committed (UTC)", "cause", caption="texts: rows of articles, superseded ones included"
    )
    for name in ("texts", "pages", "files", "MB"):
        table.add_column(name, justify="right")
    manifests = list(_manifests(context.data))
    if not manifests:
        raise click.ClickException(f"{context.root}: nothing has landed yet; start with: copydesk run")
    if as_json:
        echo_json([_figures(manifest) for manifest in manifests])
        return
    for manifest in manifests:
        table.add_row(*_cells(manifest))
    Console().print(table)


def _manifests(data: DataFolder) -> Iterator[Manifest]:
    catalog = catalog_of(data)
    yield from (catalog.snapshot(number).manifest for number in catalog.numbers())


def _cells(manifest: Manifest) -> tuple[str, ...]:
    number, committed, cause, texts, pages, files, size = _figures(manifest).values()
    counts = (str(count) for count in (texts, pages, files))
    return (str(number), f"{committed:%Y-%m-%d %H:%M:%S}", cause, *counts, f"{size / 1e6:.1f}")


def _figures(manifest: Manifest) -> dict[str, Any]:
    return {
        "snapshot": manifest.number,
        "committed_at": manifest.committed_at,
        "cause": manifest.cause,
        "texts": manifest.rows("articles"),
        "pages": manifest.rows("pages"),
        "files": len(manifest.files),
        "bytes": sum(file.bytes for file in manifest.files),
    }
