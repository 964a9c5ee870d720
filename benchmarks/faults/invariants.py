"""What must hold after a fault, whatever it was and wherever it struck.

Readers see the state before or after, whole; fsck finds nothing that the next run does not put in order;
doing it again succeeds and ends in the same set of rows as without a fault; nothing is left behind.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from benchmarks.faults.operations import Operation
from warehouse.base.data_folder import DataFolder
from warehouse.base.database import OFFLINE
from warehouse.base.durable import PART
from warehouse.checks.replay import entries
from warehouse.lake.exclusive_writer import exclusive_writer
from warehouse.landing.segments import pending_segments
from warehouse.query.connection import create_landed
from warehouse.snapshots.snapshot import current_snapshot
from warehouse.upkeep.fsck import check, is_derived

_ROWS = {
    "articles": "SELECT article_id, revision, extraction, content_hash FROM landed.articles ORDER BY ALL",
    "pages": "SELECT page_id FROM landed.pages ORDER BY ALL",
    "fetches": "SELECT fetch_id, outcome FROM landed.fetches ORDER BY ALL",
    "duplicates": "SELECT article_id, revision, cluster_id, kind FROM landed.duplicates ORDER BY ALL",
    "runs": "SELECT run_id, status, discovered, landed FROM landed.runs ORDER BY ALL",
    "erasures": "SELECT DISTINCT url_hash FROM landed.erasures ORDER BY ALL",
}

State = dict[str, list[Any]]


def state(data: DataFolder) -> State:
    """What a data folder holds, without times and names of files."""
    snapshot = current_snapshot(data)
    with duckdb.connect(config=OFFLINE) as database:
        create_landed(database, snapshot, _ROWS)
        found: State = {
            name: [list(row) for row in database.execute(sql).fetchall()] for name, sql in _ROWS.items()
        }
    segments = pending_segments(data, snapshot)
    found["pending"] = sorted(page.url for segment in segments for some in segment.pages() for page in some)
    found["quarantine"] = sorted(fault.check for entry in entries(data) for fault in entry.faults)
    return found


def broken(operation: Operation, root: Path, before: State, after: State) -> list[str]:
    """What does not hold; the operation is done again on the way."""
    data = operation.folder(root)
    found = [] if _is_between(state(data), before, after) else ["readers see another state"]
    found += [f"fsck: {problem}" for problem in _problems(data)]
    found += _of_the_view_file(data)
    operation.act(root)
    again = state(data)
    wrong = [name for name in after if again[name] != after[name]]
    found += [f"after the rerun {name}: {again[name]}, not {after[name]}" for name in wrong]
    left = [problem for problem in check(data) if not (operation.bucket and is_derived(data, problem))]
    found += [f"fsck after the rerun: {problem}" for problem in left]  # that operation publishes nothing
    with exclusive_writer(data):  # sweeps
        pass
    return found + [f"left behind: {path.relative_to(root)}" for path in _leftovers(data)]


def _is_between(seen: State, before: State, after: State) -> bool:
    """Whether readers see a state between two commits: what was, what will be, or some batches of it."""
    for name in ("articles", "pages", "runs"):
        rows, old, new = ({str(row) for row in some[name]} for some in (seen, before, after))
        if rows not in (old, new) and not old <= rows <= new:
            return False
    return True


def _problems(data: DataFolder) -> list[str]:
    """Without what the next run puts in order by itself."""
    return [
        f"{problem.path}: {problem.problem}"
        for problem in check(data)
        if not (is_derived(data, problem) or (problem.path == data.current and "there is" in problem.problem))
    ]


def _of_the_view_file(data: DataFolder) -> list[str]:
    if not data.database.exists():
        return []
    try:
        with duckdb.connect(str(data.database), read_only=True) as database:
            database.execute("SELECT count(text) FROM articles").fetchall()
    except duckdb.Error as error:
        return [f"view file: {str(error).splitlines()[0]}"]
    return []


def _leftovers(data: DataFolder) -> list[Path]:
    parts = [path for path in data.root.rglob("*") if path.name.endswith(PART)]
    return [*parts, *data.tmp.iterdir(), *data.snapshots.glob("*.unlinked-*")]
