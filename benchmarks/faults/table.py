"""The table of docs/reliability.md, from what sweeps have kept: python benchmarks/faults/table.py FILE...

Each FILE is what `run.py --out FILE` appended to. A point that was struck twice counts once, as it went last.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HEAD = (
    "| operation | points there are | struck in Python | struck by strace | broken | no line |\n"
    "| --- | --- | --- | --- | --- | --- |"
)


def rows(lines: list[str]) -> list[str]:
    """A line for each operation, and one for their sum."""
    struck: dict[str, dict[str, Any]] = {}
    for line in lines:
        one = json.loads(line)
        struck[f"{one['operation']} {sorted(one['point'].items())}"] = one
    points = list(struck.values())
    names = dict.fromkeys(one["operation"] for one in points)
    found = [_row(name, [one for one in points if one["operation"] == name]) for name in names]
    return [*found, _row("all", points, sum(_most(name, points) for name in names))]


def _row(name: str, points: list[dict[str, Any]], total: int | None = None) -> str:
    layers = [one["point"]["layer"] for one in points]
    cells = [name, total or _most(name, points), layers.count("python"), layers.count("native")]
    cells += [sum(bool(one[what]) for one in points) for what in ("broken", "wall")]
    return f"| {' | '.join(map(str, cells))} |"


def _most(name: str, points: list[dict[str, Any]]) -> int:
    most: int = max(one["points"] for one in points if one["operation"] == name)
    return most


if __name__ == "__main__":
    kept = [line for path in sys.argv[1:] for line in Path(path).read_text(encoding="utf-8").splitlines()]
    print("\n".join([HEAD, *rows(kept)]))
