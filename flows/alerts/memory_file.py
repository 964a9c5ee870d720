"""The memory of findings as a file between two runs.

The memory is the file `alerts.json` of the data folder, beside the lake and not in it: a finding may be that
nothing can be committed. It is written before messages are sent and after, so a kill repeats a message at
most, and nothing is lost: each run judges findings from the start. It holds nothing that was fetched. A
memory that is missing, older (a folder was restored) or cannot be read means that open findings are reported
again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flows.alerts.finding import Finding, Kind
from flows.alerts.memory import Memory, Remembered
from warehouse.base.data_folder import DataFolder
from warehouse.base.durable import write_text

MOST_UNSENT = 200
"""Messages that are kept for a receiver that takes none."""


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
