"""`copydesk status` counts what all history says, and reads little of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from warehouse_rows import article, digest, duplicate, fetch, rejection, rows, run

from flows.cli import cli
from flows.doctor.metrics import metrics_text
from warehouse.base.data_folder import DataFolder
from warehouse.derived.publish import publish
from warehouse.query.connection import connect
from warehouse.snapshots.snapshot import EMPTY, Snapshot, commit
from warehouse.tables import Article, Fetch, Record

NOW = datetime.now(UTC)
LATELY = NOW - timedelta(days=6)
LONG_AGO = NOW - timedelta(days=100)


def test_the_months_before_its_days_are_not_opened(data: DataFolder) -> None:
    snapshot = _lake(data)
    publish(data, snapshot)
    _destroy_all_before(snapshot, NOW)
    shown = _status(data)
    assert shown["articles"] == 5
    assert [(one["source"], one["new"], one["revised"]) for one in shown["sources"]] == [("daily", 2, 1)]
    metrics = metrics_text(data)
    assert "copydesk_articles 5.0" in metrics
    assert 'copydesk_source_links{outcome="new",source="daily"} 2.0' in metrics


def test_a_run_of_weeks_counts_what_its_last_days_saw(data: DataFolder) -> None:
    begun = NOW - timedelta(days=30)
    landed = run(run_id="long", started_at=begun), _landed("late", begun), _seen("late", NOW)
    commit(data, EMPTY, rows(*landed), [], NOW)
    (source,) = _status(data)["sources"]
    assert (source["fetched"], source["new"]) == (1, 1)
    assert 'copydesk_source_links{outcome="new",source="daily"} 1.0' in metrics_text(data)


@pytest.mark.parametrize("is_published", [True, False])
def test_its_figures_are_those_of_the_views_over_all_history(data: DataFolder, is_published: bool) -> None:
    snapshot = _lake(
        data,
        *(
            fetch("quiet", source="weekly", discovered_at=NOW, outcome=outcome, page_id=None)
            for outcome in ("skipped", "failed")
        ),
    )
    if is_published:
        publish(data, snapshot)
    shown = _status(data)
    with connect(snapshot) as database:
        ((count,),) = database.execute("SELECT count(*) FROM articles").fetchall()
        health = database.execute(
            "SELECT source, sum(discovered), sum(failed), sum(rejected), sum(new), sum(revised), "
            "sum(duplicate) FROM source_health WHERE day >= $1 GROUP BY source ORDER BY source",
            [LATELY.date()],
        ).fetchall()
        newest = dict(
            database.execute("SELECT source, max(landed_at) FROM articles_all GROUP BY source").fetchall()
        )
    names = ("source", "discovered", "failed", "rejected", "new", "revised", "duplicate")
    assert shown["articles"] == count == 5
    assert [tuple(one[name] for name in names) for one in shown["sources"]] == health
    assert {one["source"]: datetime.fromisoformat(one["newest"]) for one in shown["sources"]} == newest
    assert len(newest) == 2


def test_blocks_are_counted_that_were_removed_in_its_days(data: DataFolder) -> None:
    old = article("old", source="daily", landed_at=LONG_AGO, removed_blocks=4)
    new = article("new", source="daily", landed_at=NOW, removed_blocks=3)
    again = article("new", source="daily", landed_at=NOW, extraction=2, removed_blocks=2)
    snapshot = commit(data, EMPTY, rows(old), [], LONG_AGO)
    publish(data, commit(data, snapshot, rows(new, again, _seen("new", NOW)), [], NOW))
    assert [one["removed_blocks"] for one in _status(data)["sources"]] == [2]


def _lake(data: DataFolder, *more: Record) -> Snapshot:
    """Four articles of long ago, one of them a copy and one of another source, and what is left of a lost
    copy; of today a revision, a re-extracted article, its copy, a further article and a rejected page."""
    then = [_landed("first", LONG_AGO), _landed("second", LONG_AGO), _landed("third", LONG_AGO)]
    weekly = article("weekly", source="weekly", landed_at=LONG_AGO)
    copies = [
        duplicate("third", of="first", landed_at=LONG_AGO),
        duplicate("lost", of="first", landed_at=LONG_AGO),
    ]
    links = [_seen(name, LONG_AGO) for name in ("first", "second", "third")]
    snapshot = commit(data, EMPTY, rows(*then, weekly, *copies, *links), [], LONG_AGO)
    revised = _landed("second", NOW, revision=2, page_id=digest("page of again", 24))
    now = [
        revised,
        _landed("new", NOW),
        _landed("new", NOW, extraction=2),
        _landed("other", NOW),
        _landed("copy", NOW),
    ]
    seen = [_seen(name, NOW) for name in ("again", "new", "other", "copy", "refused")]
    refused = rejection("refused", source="daily", landed_at=NOW)
    batch = rows(*now, *seen, refused, duplicate("copy", of="new", landed_at=NOW), run(started_at=NOW), *more)
    return commit(data, snapshot, batch, [], NOW)


def _landed(name: str, at: datetime, **changes: Any) -> Article:
    return article(name, source="daily", landed_at=at, **changes)


def _seen(name: str, at: datetime) -> Fetch:
    return fetch(name, source="daily", discovered_at=at, fetched_at=at)


def _destroy_all_before(snapshot: Snapshot, moment: datetime) -> None:
    """Only the months before that of seven days ago: the others may be read."""
    first = f"landed_month={moment - timedelta(days=7):%Y-%m}"
    destroyed = [path for path in snapshot.path.rglob("*.parquet") if path.parent.name < first]
    assert {path.parent.parent.name for path in destroyed} >= {"articles", "fetches", "duplicates"}
    for path in destroyed:
        path.chmod(0o644)
        path.write_bytes(b"junk")


def _status(data: DataFolder) -> Any:
    shown = CliRunner().invoke(cli, ["--data", str(data.root), "status", "--json"])
    assert shown.exit_code == 0, shown.output
    return json.loads(shown.stdout)
