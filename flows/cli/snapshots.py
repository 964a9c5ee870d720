"""`copydesk snapshots`: the retained snapshots."""

from __future__ import annotations

from collections.abc import Iterator

import click
from rich.console import Console
from rich.table import Table

from flows.cli.context import CliContext
from warehouse.bucket.store import open_bucket
from warehouse.folder import DataFolder
from warehouse.lake.history import snapshot_numbers, snapshot_of
from warehouse.lake.manifest import Manifest
from warehouse.query.remote import remote_manifest, remote_numbers

EPILOG = """\b
Examples:
  copydesk snapshots
  copydesk query "SELECT count(*) FROM articles" --snapshot 12
"""


@click.command(epilog=EPILOG)
@click.pass_obj
def snapshots(context: CliContext) -> None:
    """List the retained snapshots: each can be queried, and read as files under lake/snapshots/N."""
    table = Table(
        "snapshot", "committed (UTC)", "cause", caption="texts: rows of articles, superseded ones included"
    )
    for name in ("texts", "pages", "files", "MB"):
        table.add_column(name, justify="right")
    manifests = list(_manifests(context.data))
    if not manifests:
        raise click.ClickException(f"{context.root}: nothing has landed yet; start with: copydesk run")
    for manifest in manifests:
        table.add_row(*_cells(manifest))
    Console().print(table)


def _manifests(data: DataFolder) -> Iterator[Manifest]:
    if data.bucket:
        bucket = open_bucket(data.bucket)
        yield from (remote_manifest(bucket, number) for number in remote_numbers(bucket))
    else:
        yield from (snapshot_of(data, number).manifest for number in snapshot_numbers(data))


def _cells(manifest: Manifest) -> tuple[str, ...]:
    return (
        str(manifest.number),
        f"{manifest.committed_at:%Y-%m-%d %H:%M:%S}",
        manifest.cause,
        str(manifest.rows("articles")),
        str(manifest.rows("pages")),
        str(len(manifest.files)),
        f"{sum(file.bytes for file in manifest.files) / 1e6:.1f}",
    )
