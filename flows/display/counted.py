"""How many there are of something, for people."""

from __future__ import annotations


def counted(count: int, noun: str) -> str:
    """A number of things: `1 problem`, `2,000 problems`."""
    return f"{count:,} {noun}{'s' * (count != 1)}"
