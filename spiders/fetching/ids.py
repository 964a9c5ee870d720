"""Ids of fetches and pages: the same content has the same id."""

from __future__ import annotations

import hashlib
from datetime import datetime


def page_id(url: str, fetched_at: datetime, hashed_body: str) -> str:
    """Key of a page: the same capture has the same key, however often it is imported."""
    return _key(url, fetched_at.isoformat(), hashed_body)


def fetch_id(run_id: str, kind: str, url: str, capture: str = "") -> str:
    """Key of an attempt; `capture` tells several captures of one URL in an archive apart."""
    return _key(run_id, kind, url, capture)


def _key(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]
