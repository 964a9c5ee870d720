"""Rows for tests of the warehouse: small, valid, and named by what differs."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa

from warehouse.tables import (
    TABLES,
    Article,
    Band,
    Duplicate,
    Fetch,
    Page,
    Rejection,
    RemovedBlock,
    Run,
    Signature,
    SimilarPair,
)
from warehouse.tables.arrow import to_arrow

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
RUN = "20261122T120000-ab12"


def hours(count: float) -> datetime:
    """A time so many hours after noon of the test's day."""
    return NOON + timedelta(hours=count)


def digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def article(name: str, **changes: Any) -> Article:
    """An article whose key, URL and page follow from `name`."""
    text = changes.pop("text", f"First paragraph of {name}.\nSecond paragraph of {name}.")
    plain = {
        "article_id": digest(name, 16),
        "revision": 1,
        "extraction": 1,
        "url": f"https://example.org/{name}",
        "canonical_url": f"https://example.org/{name}",
        "identity_reason": "as_fetched",
        "source": "example-news",
        "domain": "example.org",
        "title": f"Title of {name}",
        "text": text,
        "line_kinds": ("paragraph",) * (text.count("\n") + 1),
        "word_count": len(text.split()),
        "discovered_at": NOON,
        "fetched_at": NOON,
        "landed_at": NOON,
        "is_free": True,
        "wall": "none",
        "robots_allowed": True,
        "removed_blocks": 0,
        "removed_chars": 0,
        "content_hash": digest(text, 32),
        "page_id": digest("page of " + name, 24),
        "discovery": "feed",
        "run_id": RUN,
        "extractor": "tests",
    }
    return Article(**{**plain, **changes})


def page(name: str, **changes: Any) -> Page:
    plain = {
        "page_id": digest("page of " + name, 24),
        "run_id": RUN,
        "source": "example-news",
        "url": f"https://example.org/{name}",
        "final_url": f"https://example.org/{name}",
        "fetched_at": NOON,
        "status": 200,
        "body": f"<html><p>Page of {name}</p></html>".encode(),
        "body_hash": digest(name, 32),
        "discovery": "feed",
        "discovered_at": NOON,
    }
    return Page(**{**plain, **changes})


def fetch(name: str, **changes: Any) -> Fetch:
    plain = {
        "fetch_id": digest("fetch of " + name + str(changes), 24),
        "run_id": RUN,
        "source": "example-news",
        "url": f"https://example.org/{name}",
        "kind": "article",
        "outcome": "fetched",
        "reason": "ok",
        "discovery": "feed",
        "discovered_at": NOON,
        "fetched_at": NOON,
        "status": 200,
        "page_id": digest("page of " + name, 24),
    }
    return Fetch(**{**plain, **changes})


def pair(name: str, of: str, **changes: Any) -> SimilarPair:
    plain = {
        "article_id": digest(name, 16),
        "revision": 1,
        "other_id": digest(of, 16),
        "other_revision": 1,
        "kind": "near",
        "similarity": 0.9,
        "resemblance": 0.9,
        "reason": "tests",
        "found_at": NOON,
        "run_id": RUN,
    }
    return SimilarPair(**{**plain, **changes})


def duplicate(name: str, of: str, **changes: Any) -> Duplicate:
    plain = {
        "article_id": digest(name, 16),
        "revision": 1,
        "cluster_id": digest(of, 16),
        "story_id": digest(of, 16),
        "matched_article_id": digest(of, 16),
        "matched_revision": 1,
        "kind": "near",
        "similarity": 0.9,
        "reason": "tests",
        "source": "example-news",
        "landed_at": NOON,
        "run_id": RUN,
    }
    return Duplicate(**{**plain, **changes})


def rejection(name: str, **changes: Any) -> Rejection:
    plain = {
        "page_id": digest("page of " + name, 24),
        "run_id": RUN,
        "source": "example-news",
        "url": f"https://example.org/{name}",
        "stage": "extract",
        "reason": "no_text",
        "landed_at": NOON,
    }
    return Rejection(**{**plain, **changes})


def removed(name: str, text: str, **changes: Any) -> RemovedBlock:
    plain = {
        "article_id": digest(name, 16),
        "revision": 1,
        "extraction": 1,
        "page_id": digest("page " + name, 24),
        "source": "example-news",
        "position": 2,
        "place": "tail",
        "kind": "promo",
        "reason": "repeated in 3 of 3 stories, tail",
        "stories": 3,
        "fingerprint": int(digest(text, 15), 16),
        "block_kind": "paragraph",
        "text": text,
        "landed_at": NOON,
        "run_id": RUN,
    }
    return RemovedBlock(**{**plain, **changes})


def run(**changes: Any) -> Run:
    names = "discovered skipped blocked failed unchanged fetched rejected landed new revised duplicate"
    counts = dict.fromkeys([*names.split(), "recleaned", "removed_blocks"], 0)
    plain = {"run_id": RUN, "status": "complete", "started_at": NOON, "finished_at": hours(0.1)}
    return Run(**{**plain, **counts, "versions": "{}", **changes})


def signature(name: str, **changes: Any) -> Signature:
    plain = {
        "article_id": digest(name, 16),
        "revision": 1,
        "source": "example-news",
        "signed_at": NOON,
        "text_hash": digest(name, 32),
        "shingles": 40,
        "minhash": bytes(512),
        "seed": 1,
    }
    return Signature(**{**plain, **changes})


def band(name: str, index: int, **changes: Any) -> Band:
    plain = {
        "band": index,
        "hash": int(digest(f"{name}{index}", 8), 16),
        "article_key": int(digest(name, 8), 16),
        "signed_at": NOON,
    }
    return Band(**{**plain, **changes})


_NAMES = {record: table for table, record in TABLES.items()}


def rows(*records: Any) -> dict[str, pa.Table]:
    """Records of any tables as the mapping that a commit takes."""
    flat = [r for some in records for r in (some if isinstance(some, list | tuple) else [some])]
    kinds = list(dict.fromkeys(type(record) for record in flat))
    return {_NAMES[kind]: to_arrow([r for r in flat if type(r) is kind], kind) for kind in kinds}
