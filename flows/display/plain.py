"""Fetched text made harmless for terminals and logs."""

from __future__ import annotations

import unicodedata


def plain(text: str) -> str:
    """One line without control characters, bidirectional overrides or surrogates: each shows as �."""
    visible = " ".join(text.split()).translate(_INVISIBLE)
    return "".join(char if _harmless(char) else "�" for char in visible)


_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
"""Soft hyphens and marks of where a line may or may not break: they show nothing and change no order."""

_JOINERS = "\u200c\u200d"
"""Format characters that several scripts need to be written right."""


def _harmless(char: str) -> bool:
    return char in _JOINERS or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")
