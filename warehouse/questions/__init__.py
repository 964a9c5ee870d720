"""Questions that people ask of the warehouse, as SQL files: one SELECT each, its parameters as `$name`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def question(name: str) -> str:
    """The SQL text of the question in `warehouse/questions/<name>.sql`."""
    return (files("warehouse.questions") / f"{name}.sql").read_text(encoding="utf-8")
