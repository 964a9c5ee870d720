"""What may be wrong, as typed values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Kind(Enum):
    """Every kind of finding: its name in messages and files, and what it says."""

    FAILED = "failed", "every document of a source failed at the last look"
    UNREAD = "unread", "one document of a source failed at the last look, others did not"
    ROBOTS = "robots", "a robots.txt forbids documents or articles that it allowed before"
    MOVED = "moved", "the front page or a feed has been served by another host, three looks in a row"
    OFF_SITE = "off_site", "many links of a source lead to another site and are not fetched"
    QUIET = "quiet", "no new articles for longer than is usual for the source"
    FEW = "few", "fewer new articles a day than `expect.min_per_day`"
    MANY = "many", "more new articles a day than `expect.max_per_day`"
    EXTRACTION = "extraction", "more pages are rejected, or texts are shorter, than before"
    TITLE = "title", "one title on many articles of a source"
    LISTS = "lists", "many more of the pages are lists of articles than before"
    WALLS = "walls", "many more of the pages are walls than before"
    DUPLICATES = "duplicates", "many more of the articles are duplicates than before"
    QUARANTINE = "quarantine", "a batch failed its data checks and waits in quarantine/"
    DISK = "disk", "the disk of the data folder is nearly full"
    LATE = "late", "no run began for longer than is usual"

    def __init__(self, label: str, meaning: str) -> None:
        self.label = label
        self.meaning = meaning


@dataclass(frozen=True)
class Finding:
    """One thing that an operator should look at.

    `source` is the source's name, or "" for what concerns no source; `about` tells findings of one kind and
    source apart (a document, a batch). `text` says what happened and what to do, in one line without anything
    that was fetched but URLs of documents; `quote` is fetched text that belongs to it. `past` is the
    figure that the present was held against: it is kept while the finding is open, so that a change that
    lasts does not become its own measure.
    """

    kind: Kind
    source: str
    text: str
    about: str = ""
    quote: str = ""
    past: float | None = None

    @property
    def key(self) -> str:
        """What makes it the same finding in two runs."""
        return " ".join(filter(None, (self.kind.label, self.source, self.about)))


@dataclass(frozen=True)
class OpenFinding:
    """A finding that holds: since when it is known, and whether this run is the first to know."""

    finding: Finding
    since: datetime
    is_new: bool = False
