"""The hashes that stand beside what they are of: of a body in `pages`, of a text in `articles`."""

from __future__ import annotations

import hashlib


def body_hash(body: bytes) -> str:
    """First 32 hex digits of the SHA-256 of a body."""
    return hashlib.sha256(body).hexdigest()[:32]


def content_hash(text: str) -> str:
    """First 32 hex digits of the SHA-256 of a text, its runs of white space made one space."""
    normalised = " ".join(text.split()).encode("utf-8", "surrogatepass")
    return hashlib.sha256(normalised).hexdigest()[:32]
