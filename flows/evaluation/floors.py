"""Recorded figures that only rise: a gate for changes of the extraction."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

TOLERANCE = 0.0005
"""What a figure may fall by without being called a regression: rounding of the record."""


@dataclass(frozen=True)
class Regression:
    """A figure of one corpus that fell below its record."""

    corpus: str
    figure: str
    recorded: float
    measured: float

    def __str__(self) -> str:
        return f"{self.corpus}: {self.figure} is {self.measured:.4f}, recorded {self.recorded:.4f}"


def read_floors(path: Path) -> dict[str, dict[str, float]]:
    """Recorded figures by corpus; empty where nothing is recorded."""
    floors: dict[str, dict[str, float]] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return floors


def regressions(
    floors: Mapping[str, Mapping[str, float]], corpus: str, figures: Mapping[str, float]
) -> list[Regression]:
    """The figures of a corpus that fell; one that is not measured now counts as zero."""
    return [
        Regression(corpus, name, recorded, figures.get(name, 0.0))
        for name, recorded in floors.get(corpus, {}).items()
        if figures.get(name, 0.0) < recorded - TOLERANCE
    ]


def raised(
    floors: Mapping[str, Mapping[str, float]], corpus: str, figures: Mapping[str, float]
) -> dict[str, dict[str, float]]:
    """The floors with the figures of a corpus raised where they rose."""
    known = floors.get(corpus, {})
    risen = {name: round(max(value, known.get(name, 0.0)), 4) for name, value in figures.items()}
    return {**{name: dict(values) for name, values in floors.items()}, corpus: {**known, **risen}}
