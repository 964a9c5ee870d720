"""Which findings are open, and what is still to be told. Pure but for `read_memory` and `write_memory`.

A finding is reported once, and once more when it is over. Observed: feeds come and go, and nobody reads a
pair of messages each hour. The rule: what is over for the first time in a week is told at once; a finding
that was raised several times within a week is over after as many runs without it. It costs as many runs until
the good news of a source that comes and goes is told.

The memory is the file `alerts.json` of the data folder, beside the lake and not in it: a finding may be that
nothing can be committed. It is written before messages are sent and after, so a kill repeats a message at
most, and nothing is lost: each run judges findings from the start. It holds nothing that was fetched. A
memory that is missing, older (a folder was restored) or cannot be read means that open findings are reported
again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from flows.alerts.finding import Finding, Kind, OpenFinding
from warehouse.base.data_folder import DataFolder
from warehouse.base.durable import write_text

WEEK = timedelta(days=7)
MOST_UNSENT = 200
"""Messages that are kept for a receiver that takes none."""


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


def read_memory(data: DataFolder) -> Memory:
    """What earlier runs left; nothing where there is no file, or none that can be read."""
    try:
        plain = json.loads(data.alerts.read_text(encoding="utf-8"))
        findings = {key: _read(one) for key, one in plain["findings"].items()}
        return Memory(findings, {name: tuple(lines) for name, lines in plain["unsent"].items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Memory()


def write_memory(data: DataFolder, memory: Memory) -> None:
    """Leave it for the next run, whole or not at all."""
    plain = {
        "findings": {key: _written(one) for key, one in memory.findings.items()},
        "unsent": {name: list(lines[-MOST_UNSENT:]) for name, lines in memory.unsent.items()},
    }
    write_text(data.alerts, json.dumps(plain, indent=1, ensure_ascii=False))


def _written(one: Remembered) -> dict[str, Any]:
    finding = one.finding
    return {
        "kind": finding.kind.label,
        "source": finding.source,
        "about": finding.about,
        "text": finding.text,
        "past": finding.past,
        "raised": [moment.isoformat() for moment in one.raised],
        "runs_without": one.runs_without,
        "is_over": one.is_over,
    }


def _read(plain: Mapping[str, Any]) -> Remembered:
    kind = next(kind for kind in Kind if kind.label == plain["kind"])
    finding = Finding(kind, plain["source"], plain["text"], plain["about"], "", plain["past"])
    raised = tuple(datetime.fromisoformat(moment) for moment in plain["raised"])
    return Remembered(finding, raised, plain["runs_without"], plain["is_over"])
