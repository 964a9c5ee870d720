from dataclasses import replace
from datetime import UTC, datetime, timedelta

from flows.sources.pacing import SourceHistory, pause_of
from spiders.sources.source import Source

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SOURCE = Source(name="s", home="https://example.org/")
BUSY = SourceHistory(source="s", last_look=NOW - HOUR / 60, last_new=NOW - HOUR / 60, failing_since=None)


def test_a_source_without_history_is_looked_at() -> None:
    assert pause_of(SOURCE, None, NOW) is None


def test_a_source_that_brings_something_is_looked_at_in_every_run() -> None:
    assert pause_of(SOURCE, BUSY, NOW) is None


def test_its_own_interval_is_kept() -> None:
    pause = pause_of(replace(SOURCE, interval_minutes=30), BUSY, NOW)
    assert pause is not None and pause.until == BUSY.last_look + HOUR / 2


def test_a_quiet_source_is_left_alone_for_a_twentieth_of_its_silence() -> None:
    quiet = replace(BUSY, last_new=BUSY.last_look - 100 * HOUR)
    pause = pause_of(SOURCE, quiet, NOW)
    assert pause is not None and pause.until == quiet.last_look + 5 * HOUR
    assert "nothing new since 2026-11-18" in pause.why
    assert pause_of(SOURCE, quiet, NOW + 5 * HOUR) is None


def test_a_source_that_fails_is_tried_again_in_the_next_run_and_then_less_often() -> None:
    failing = replace(BUSY, failing_since=BUSY.last_look)
    assert pause_of(SOURCE, failing, NOW) is None
    longer = replace(failing, failing_since=BUSY.last_look - 10 * HOUR)
    pause = pause_of(SOURCE, longer, NOW)
    assert pause is not None and pause.until == BUSY.last_look + 5 * HOUR


def test_no_pause_is_longer_than_a_day() -> None:
    gone = replace(BUSY, failing_since=NOW - 1_000 * HOUR)
    assert pause_of(SOURCE, gone, NOW + 24 * HOUR) is None
