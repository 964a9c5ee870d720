"""trafilatura as it comes, for comparison."""

from __future__ import annotations

from typing import Any

from trafilatura import extract

_SETTINGS: dict[str, dict[str, Any]] = {
    "default": {},
    "precision": {"favor_precision": True},
    "fast": {"fast": True},
}


def plain_text(body: bytes, setting: str) -> str:
    """What trafilatura itself gives for a page; `setting` is default, precision or fast."""
    text: str | None = extract(body, include_comments=False, **_SETTINGS[setting])
    return text or ""
