"""`signatures`, `bands` and `duplicates`: what is known of copies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from warehouse.tables.column import SCHEMA_VERSION, column


@dataclass(frozen=True, kw_only=True)
class Signature:
    """MinHash signature of one revision."""

    article_id: str = column("Article that was signed")
    revision: int = column("Revision that was signed")
    source: str = column("Name of the configured source")
    signed_at: datetime = column("Time by which the matching window is counted: when the article landed, UTC")
    text_hash: str = column("First 32 hex digits of the SHA-256 of the normalised text, for exact copies")
    shingles: int = column("Distinct shingles of the text", unit="shingles")
    minhash: bytes = column("128 minima, little-endian uint32 (datasketch affine32)")
    seed: int = column("Seed of the permutations")
    schema_version: str = column("Version of this table's schema", default=SCHEMA_VERSION)


@dataclass(frozen=True, kw_only=True)
class Band:
    """One band of one signature; articles that share a (band, hash) are candidates."""

    band: int = column("Index of the band, from 0", arrow=pa.int16())
    hash: int = column("Hash of the band's rows", arrow=pa.uint64())
    article_id: str = column("Article that was signed")
    revision: int = column("Revision that was signed")
    signed_at: datetime = column("Time by which the matching window is counted, UTC")


@dataclass(frozen=True, kw_only=True)
class Duplicate:
    """One revision's membership in a cluster that another article leads."""

    article_id: str = column("The duplicate")
    revision: int = column("Revision that was matched")
    cluster_id: str = column("Cluster: the article_id of its canonical")
    story_id: str = column("Wider story: connected component of verified pairs")
    matched_article_id: str = column("Article that it is most like")
    matched_revision: int = column("Revision of that article")
    kind: str = column("exact, near or excerpt")
    similarity: float = column("Resemblance or, for excerpts, containment; 0 to 1")
    reason: str = column("One line: what was compared and found")
    source: str = column("Name of the duplicate's source")
    landed_at: datetime = column("When this row was committed, UTC")
    run_id: str = column("Run that found it")
    schema_version: str = column("Version of this table's schema", default=SCHEMA_VERSION)
