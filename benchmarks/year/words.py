"""Texts of the simulated year: sentences of invented words, the same for the same paper and number."""

from __future__ import annotations

import random

_SYLLABLES = ("ka", "lo", "mi", "ter", "san", "vel", "dor", "pin", "qua", "re", "sto", "lum", "ber", "ani")
_PARAGRAPHS, _SENTENCES, _WORDS = 4, 3, 14


def story_text(paper: str, number: int) -> tuple[str, ...]:
    """The paragraphs of one story."""
    draw = random.Random(f"{paper}:{number}")
    return tuple(" ".join(_sentence(draw) for _ in range(_SENTENCES)) for _ in range(_PARAGRAPHS))


def _sentence(draw: random.Random) -> str:
    words = ["".join(draw.choices(_SYLLABLES, k=draw.randint(1, 3))) for _ in range(_WORDS)]
    return " ".join(words).capitalize() + "."
