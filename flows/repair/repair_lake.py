"""A lake with damaged files becomes one that can be read and written again, and what was lost is reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from flows.runs.context import RunContext
from warehouse.lake.lake import Lake
from warehouse.snapshots.manifest import DataFile
from warehouse.upkeep.damaged_files import (
    give_up,
    name_lost,
    require_copies,
    require_takedowns,
    restore_damaged,
    unfinished_repairs,
)


def repair_lake(run: RunContext, *, every_byte: bool = False) -> list[str]:
    """Repair the current snapshot's files that are cut or missing; returns what was done, a line each.

    With `every_byte` also those with another checksum: all files are read. What has an undamaged copy is
    restored; of the rest what can be read is kept. Only the holder of the run lock may call it.
    Raises LostFile, with nothing changed, where a file is missing under all its names, and LostTakedowns.
    """
    damaged, lines = restore_damaged(run.data, every_byte=every_byte)
    if damaged:
        require_copies(run.data, damaged)
        require_takedowns(run.data, damaged)
        return [*lines, *drop_damaged_files(run, damaged)]
    return [*lines, *_finish(run)]


def drop_damaged_files(run: RunContext, files: Sequence[DataFile]) -> list[str]:
    """Continue without what cannot be read of `files`, and rebuild what can be rebuilt; a line for each."""
    lost = give_up(run.data, files, datetime.now(UTC))
    return [*lost, *_finish(run)]


def _finish(run: RunContext) -> list[str]:
    """Rebuild what was given up, also by a repair that was killed; it is over when `lost.txt` is written."""
    unfinished = unfinished_repairs(run.data)
    tables = frozenset[str]().union(*unfinished.values())
    lost: list[str] = []
    lines = list(_rebuild(run, tables, lost)) if tables else []
    for aside in unfinished:
        lines += name_lost(aside, lost)
    return lines


def _rebuild(run: RunContext, tables: frozenset[str], lost: list[str]) -> Iterator[str]:
    # Every run looks for damage; what extracts and signs texts is loaded where there was some.
    from flows.repair.rebuild_lost_articles import rebuild_lost_articles
    from flows.repair.rebuild_lost_fetches import rebuild_lost_fetches
    from flows.upkeep.rebuild_signatures import rebuild_signatures

    if "fetches" in tables and (count := rebuild_lost_fetches(run.data, "articles" in tables)):
        yield f"{count} rows of fetches rebuilt from their pages"
    if tables & {"articles", "rejections"}:
        rebuilt = rebuild_lost_articles(run)
        lost += rebuilt.lost if "rejections" in tables else [*rebuilt.lost, *rebuilt.refused]
        if rebuilt.articles:
            yield f"{rebuilt.articles} articles extracted again from their pages"
    if tables & {"signatures", "bands"}:
        now, days = datetime.now(UTC), run.settings.longest_window
        rebuild_signatures(run.data, Lake(run.data).current(), now, days)
        yield f"signatures of {days} days rebuilt"
