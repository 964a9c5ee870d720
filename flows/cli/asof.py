"""The options by which verbs choose an older snapshot."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from warehouse.base.data_folder import DataFolder
from warehouse.lake.lake import Lake
from warehouse.snapshots.catalog import Readable


class Moment(click.ParamType[datetime]):
    """An ISO 8601 date or time; UTC where no offset is given."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a time like 2026-11-22 or 2026-11-22T09:30+01:00", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


snapshot_option = click.option("--snapshot", type=int, metavar="N", help="Read the snapshot of this number.")
as_of_option = click.option("--as-of", type=Moment(), help="Read the snapshot that was current at this time.")


def chosen_snapshot(data: DataFolder, number: int | None, as_of: datetime | None) -> Readable:
    """The snapshot that the options name; without any, the current one. Raises NoSuchSnapshot.

    A lake in a bucket is read there: the data folder may be empty, or behind.
    """
    if number is not None and as_of is not None:
        raise click.UsageError("give --snapshot or --as-of, not both")
    lake = Lake(data)
    if number is not None:
        return lake.numbered(number)
    if as_of is not None:
        return lake.as_of(as_of)
    newest = lake.newest()
    if not newest.number:
        click.echo(f"{data.root}: nothing has landed yet, so there are no rows", err=True)
    return newest
