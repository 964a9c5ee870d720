"""What one check of the doctor comes to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class State(Enum):
    """How bad it is: `WRONG` keeps something from working, `WARNING` soon may."""

    FINE = "fine"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True)
class Diagnosis:
    """One thing that was looked at: what was seen, and what to do where it is not fine."""

    about: str
    state: State
    seen: str
    to_do: str = ""


def fine(about: str, seen: str) -> Diagnosis:
    return Diagnosis(about, State.FINE, seen)


def warning(about: str, seen: str, to_do: str) -> Diagnosis:
    return Diagnosis(about, State.WARNING, seen, to_do)


def wrong(about: str, seen: str, to_do: str) -> Diagnosis:
    return Diagnosis(about, State.WRONG, seen, to_do)
