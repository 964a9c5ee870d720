"""Which findings are open, and what is still to be reported. Pure.

A finding is reported once, and once more when it is over. Observed: feeds come and go, and nobody reads a
pair of messages each hour. The rule: what is over for the first time in a week is reported at once; a finding
that was raised several times within a week is over after as many runs without it. It costs as many runs until
the good news of a source that comes and goes is reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from flows.alerts.finding import Finding, OpenFinding

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Remembered:
    """A finding that is open, or was within a week: when it was raised, and runs in a row without it."""

    finding: Finding
    raised: tuple[datetime, ...]
    runs_without: int = 0
    is_over: bool = False


@dataclass(frozen=True)
class Memory:
    """By key: what is open or was of late. By receiver: the lines that it has not taken yet."""

    findings: Mapping[str, Remembered] = field(default_factory=dict)
    unsent: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def still(self) -> dict[str, Finding]:
        """The findings that are open."""
        return {key: one.finding for key, one in self.findings.items() if not one.is_over}


@dataclass(frozen=True)
class FindingsChange:
    """What one run changed: everything that is open now, and what is over."""

    memory: Memory
    open: tuple[OpenFinding, ...]
    over: tuple[OpenFinding, ...]


def update(memory: Memory, found: Iterable[Finding], now: datetime) -> FindingsChange:
    """The memory after a run that found `found`."""
    current = {finding.key: finding for finding in found}
    findings: dict[str, Remembered] = {}
    over: list[OpenFinding] = []
    for key, finding in current.items():
        findings[key] = _found(memory.findings.get(key), finding, now)
    for key, one in memory.findings.items():
        if key not in current and (kept := _not_found(one, now)):
            findings[key] = kept
            if kept.is_over and not one.is_over:
                over.append(OpenFinding(one.finding, one.raised[-1]))
    opened = tuple(
        OpenFinding(
            replace(one.finding, quote=current[key].quote if key in current else ""),
            one.raised[-1],
            one.raised[-1] == now,
        )
        for key, one in findings.items()
        if not one.is_over
    )
    return FindingsChange(Memory(findings, memory.unsent), opened, tuple(over))


def open_findings(memory: Memory) -> tuple[OpenFinding, ...]:
    """What the last run left open."""
    return tuple(
        OpenFinding(one.finding, one.raised[-1]) for one in memory.findings.values() if not one.is_over
    )


def _found(before: Remembered | None, finding: Finding, now: datetime) -> Remembered:
    kept = replace(finding, quote="")
    if before is None or before.is_over:
        earlier = [moment for moment in (before.raised if before else ()) if now - moment < WEEK]
        return Remembered(kept, (*earlier, now))
    past = before.finding.past if before.finding.past is not None else finding.past
    return Remembered(replace(kept, past=past), before.raised)


def _not_found(one: Remembered, now: datetime) -> Remembered | None:
    """None where it is forgotten."""
    if one.is_over:
        return one if now - one.raised[-1] < WEEK else None
    runs = one.runs_without + 1
    often = sum(now - moment < WEEK for moment in one.raised)
    return replace(one, runs_without=runs, is_over=runs >= often)
