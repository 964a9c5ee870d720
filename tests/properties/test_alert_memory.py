"""Findings over many runs: each is opened once, and over once, in turn."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from warehouse_rows import NOON

from flows.alerts.finding import Finding, Kind
from flows.alerts.memory import Memory, open_findings, update

KEYS = ("one", "two", "three")
RUNS = st.lists(st.tuples(st.sets(st.sampled_from(KEYS)), st.integers(1, 24 * 9)), max_size=40)


@given(RUNS)
def test_a_finding_is_reported_once_when_it_begins_and_once_when_it_is_over(
    runs: list[tuple[set[str], int]],
) -> None:
    memory, now, told = Memory(), NOON, dict.fromkeys(KEYS, False)
    for found, hours in runs:
        now += timedelta(hours=hours)
        change = update(memory, [Finding(Kind.QUIET, key, "silent") for key in sorted(found)], now)
        memory = change.memory
        for one in change.open:
            assert one.is_new != told[one.finding.source]
            told[one.finding.source] = True
        for one in change.over:
            assert told[one.finding.source] and one.finding.source not in found
            told[one.finding.source] = False
        is_open = {one.finding.source for one in open_findings(memory)}
        assert found <= is_open == {key for key in KEYS if told[key]}
        assert is_open == {one.source for one in memory.still().values()}
