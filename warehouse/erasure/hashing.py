"""What is kept of an erased address."""

from __future__ import annotations

import hashlib


def hash_of(url: str) -> str:
    """The SHA-256 of an address in its normalised form, in hex."""
    return hashlib.sha256(url.encode()).hexdigest()
