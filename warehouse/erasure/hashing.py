"""What is kept of an erased URL."""

from __future__ import annotations

import hashlib


def hash_of(url: str) -> str:
    """The SHA-256 of a URL in its normalised form, in hex."""
    return hashlib.sha256(url.encode()).hexdigest()
