"""`signatures`, `bands`, `pairs` and `duplicates`: what is known of copies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from warehouse.tables.column import SCHEMA_VERSION, Stored, column
from warehouse.values import DuplicateKind, PairKind


@dataclass(frozen=True, kw_only=True)
class Signature:
    """MinHash signature of one revision."""

    article_id: str = column("Article that was signed", stored=Stored.KEY)
    revision: int = column("Revision that was signed")
    source: str = column("Name of the configured source")
    signed_at: datetime = column("Time by which the matching window is counted: when the article landed, UTC")
    text_hash: str = column(
        "First 32 hex digits of the SHA-256 of the hashed words, for exact copies", stored=Stored.BULK
    )
    shingles: int = column("Shingles of the text", unit="shingles")
    minhash: bytes = column("128 minima, little-endian uint32 (datasketch affine32)", stored=Stored.BULK)
    seed: int = column("Seed of the permutations")
    schema_version: str = column("Version of this table's schema", default=SCHEMA_VERSION)
    matching_version: str | None = column(
        "Version of the matching that signed the text; a signature of another one, or of none (before schema "
        "2.1), is not compared",
        default=None,
        since="2.1",
    )


@dataclass(frozen=True, kw_only=True)
class Band:
    """One thing that copies of an article would share: a band of its signature, a sentence, or all words.

    There are about seventy of these an article, so each is kept to a few bytes: that is why the article
    is named by half of its key. The few articles that share such a half are told apart by `signatures`.
    """

    band: int = column(
        "Index of the band, from 0; -1: how a sentence ends, or a text begins; -2: the whole text;"
        " -3 and -4: a sentence that texts of any subject end, or begin, with",
        arrow="int16",
    )
    hash: int = column(
        "Hash of the band's rows, or of a sentence's words; the first 8 digits of text_hash, as a number",
        arrow="uint32",
        stored=Stored.KEY,
    )
    article_key: int = column(
        "The first 8 hex digits of article_id, as a number", arrow="uint32", stored=Stored.KEY
    )
    signed_at: datetime = column("Time by which the matching window is counted, UTC")


@dataclass(frozen=True, kw_only=True)
class SimilarPair:
    """Two articles whose texts were compared and found to be copies; clusters are made of these.

    The newest row of two articles counts.
    """

    article_id: str = column("The later one, by the order in which canonicals are chosen")
    revision: int = column("Revision that was compared")
    other_id: str = column("The earlier one")
    other_revision: int = column("Revision of the earlier one")
    kind: str = column("What the comparison found", values=PairKind)
    similarity: float = column("Resemblance or, for excerpts, containment; 0 to 1")
    resemblance: float = column("Shared words over all words of both, whatever the kind; 0 to 1")
    reason: str = column("One line: what was compared and found")
    found_at: datetime = column("When the pair was found, UTC")
    run_id: str = column("Run that found it")
    schema_version: str = column("Version of this table's schema", default=SCHEMA_VERSION)


@dataclass(frozen=True, kw_only=True)
class Duplicate:
    """One article's membership in a cluster. The newest row of an article counts.

    An article without a row, or whose newest row names itself as the cluster, is the canonical of its own.
    """

    article_id: str = column("The duplicate")
    revision: int = column("Revision that was matched")
    cluster_id: str = column("Cluster: the article_id of its canonical")
    story_id: str = column("Wider story: connected component of verified pairs")
    matched_article_id: str = column("Most similar article")
    matched_revision: int = column("Revision of that article")
    kind: str = column("How it resembles the most similar article", values=DuplicateKind)
    similarity: float = column("Resemblance or, for excerpts, containment; 0 to 1")
    reason: str = column("One line: what was compared and found")
    source: str = column("Name of the duplicate's source")
    landed_at: datetime = column("When this row was committed, UTC")
    run_id: str = column("Run that found it")
    schema_version: str = column("Version of this table's schema", default=SCHEMA_VERSION)
    original_id: str | None = column(
        "Original of the cluster: the agency's own article, where it credits it, else the earliest",
        default=None,
        since="2.1",
    )
