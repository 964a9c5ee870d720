from dataclasses import replace
from datetime import UTC, datetime

from flows.sources.expectations import unexpected
from flows.sources.pacing import History
from spiders.sources.source import Expectations, Source

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SOURCE = Source(name="s", home="https://example.org/")
HISTORY = History(
    source="s",
    last_look=NOW,
    last_new=NOW,
    failing_since=None,
    watched_days=20,
    new_lately=30,
    usual_per_day=10,
)


def remarks(history, **expect):
    return list(unexpected(replace(SOURCE, expect=Expectations(**expect)), history))


def test_a_source_that_brings_what_it_is_expected_to_is_not_remarked_upon():
    assert remarks(HISTORY) == remarks(HISTORY, min_per_day=5, max_per_day=15) == []


def test_too_few_and_too_many_are_findings():
    assert remarks(HISTORY, min_per_day=20) == ["s: 10.0 new articles a day, at least 20 are expected"]
    assert remarks(HISTORY, max_per_day=5) == ["s: 10.0 new articles a day, at most 5 are expected"]


def test_a_source_that_went_quiet_is_held_against_its_own_past():
    quiet = replace(HISTORY, new_lately=0)
    assert remarks(quiet) == ["s: went quiet, nothing new for 3 days, 10.0 a day before"]
    assert remarks(replace(quiet, usual_per_day=0.4)) == []


def test_a_new_source_is_given_time():
    assert remarks(replace(HISTORY, watched_days=2, new_lately=0), min_per_day=5) == []
