"""Fetched text, made safe for a terminal."""

from __future__ import annotations

import unicodedata


def plain(text: str) -> str:
    """One line without control characters, bidirectional overrides or surrogates: each shows as �."""
    return "".join(char if _harmless(char) else "�" for char in " ".join(text.split()))


_JOINERS = "\u200c\u200d"
"""Format characters that several scripts need to be written right."""


def _harmless(char: str) -> bool:
    return char in _JOINERS or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")
