"""A value that a column may hold, with what it means."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Value(StrEnum):
    """One of the values of a column: the text that is stored, and its meaning for people.

    A subclass is the set of values of one kind of column; it may say more of each member.
    """

    meaning: str

    def __new__(cls, stored: str, meaning: str) -> Self:
        return cls._made(stored, meaning)

    @classmethod
    def of(cls, stored: str) -> Self:
        """The member that is stored as this text. Raises ValueError where there is none."""
        return cls(stored)  # type: ignore[call-arg]  # mypy takes it for the making of a member

    @classmethod
    def holds(cls, stored: str) -> bool:
        """Whether a text is one of the values."""
        try:
            cls.of(stored)
        except ValueError:
            return False
        return True

    @classmethod
    def listed(cls) -> str:
        """The stored texts in one line."""
        *others, last = cls
        return f"{', '.join(others)} or {last}" if others else last

    @classmethod
    def json_schema(cls) -> dict[str, object]:
        """What JSON Schema says of the values."""
        return {"enum": [str(value) for value in cls]}

    @classmethod
    def _made(cls, stored: str, meaning: str) -> Self:
        member = str.__new__(cls, stored)
        member._value_ = stored
        member.meaning = meaning
        return member
