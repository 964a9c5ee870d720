"""Invented stories for tests: each topic's paragraphs are unlike every other's."""

from __future__ import annotations

import random
import string


def story(topic: str, paragraphs: int = 6) -> tuple[str, ...]:
    """Paragraphs of 20 invented words; the same topic gives the same ones."""
    chance = random.Random(topic)
    return tuple(" ".join(_word(chance) for _ in range(20)).capitalize() + "." for _ in range(paragraphs))


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(string.ascii_lowercase, k=chance.randint(3, 9)))
