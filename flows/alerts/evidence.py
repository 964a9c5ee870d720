"""What findings are made of: plain values, gathered elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flows.sources.pacing import SourceHistory


@dataclass(frozen=True, kw_only=True)
class DocumentLook:
    """The last look at a discovery document. `failing_since` is the first of the failed looks up to it.

    `hosts` are the hosts of the last responses, newest first, `hosts_lately` those of the last day;
    `was_read` says whether it ever was.
    `moved_to` is the URL to which the last looks were led by permanent redirects.
    """

    url: str
    kind: str
    outcome: str
    reason: str
    failing_since: datetime | None = None
    was_read: bool = True
    hosts: tuple[str, ...] = ()
    hosts_lately: frozenset[str] = frozenset()
    moved_to: str | None = None


@dataclass(frozen=True, kw_only=True)
class PageCounts:
    """The outcomes of some pages that were fetched of a source, in the order of time.

    `rejected` leaves out those that are lists or walls. `words` is the median of the texts that landed whole;
    `firsts` are first texts of articles, `duplicates` those of them that copy another.
    """

    pages: int = 0
    rejected: int = 0
    lists: int = 0
    walls: int = 0
    landed: int = 0
    words: float = 0.0
    firsts: int = 0
    duplicates: int = 0


@dataclass(frozen=True, kw_only=True)
class LinkCounts:
    """Article links of a source; those that robots.txt forbade, and those off the site and where to."""

    seen: int = 0
    forbidden: int = 0
    off_site: int = 0
    off_site_host: str = ""


@dataclass(frozen=True, kw_only=True)
class Watched:
    """Everything that is known of how one source is doing."""

    history: SourceHistory
    documents: tuple[DocumentLook, ...] = ()
    recent: PageCounts = PageCounts()
    past: PageCounts = PageCounts()
    recent_links: LinkCounts = LinkCounts()
    past_links: LinkCounts = LinkCounts()
    title: str = ""
    title_count: int = 0
    title_of: int = 0
    """The most frequent title of the last articles, on how many of them it stands, and how many they are."""


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What is known of the machine and of the runs."""

    free_bytes: int
    disk_bytes: int
    quarantined: tuple[str, ...] = ()
    run_gap: float = 0.0
    usual_gap: float = 0.0
    """Hours between the starts of this run and the one before, and the longest usual time between two."""


@dataclass(frozen=True, kw_only=True)
class AlertEvidence:
    """Everything that findings are judged by."""

    surroundings: Surroundings
    sources: Mapping[str, Watched] = field(default_factory=dict)
