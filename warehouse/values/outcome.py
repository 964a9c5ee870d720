"""How a fetch ended, and when its URL is requested again."""

from __future__ import annotations

from warehouse.values.value import Value


class FetchOutcome(Value):
    """How the fetch of one URL ended in one run."""

    SKIPPED = "skipped", "not requested in this run"
    BLOCKED = "blocked", "robots.txt or the rules of the network forbid the request"
    FAILED = "failed", "no page or document came back"
    UNCHANGED = "unchanged", "nothing that was not known: status 304, the same bytes or the same text"
    FETCHED = "fetched", "a page or document with something new"

    @property
    def is_read(self) -> bool:
        """Whether the server gave what was wanted."""
        return self in (FetchOutcome.FETCHED, FetchOutcome.UNCHANGED)

    @property
    def is_lost(self) -> bool:
        """Whether what was wanted could not be had."""
        return self in (FetchOutcome.FAILED, FetchOutcome.BLOCKED)


class RetryPolicy(Value):
    """When a URL is requested again; the intervals stand in `spiders/politeness/schedule.py`."""

    NEXT_RUN = "next_run", "in the next run, seen again or not; given up after some attempts"
    WHEN_SEEN = "when_seen", "as soon as a document names it again"
    BACKOFF = "backoff", "when a document names it again, after a pause that grows with each failure"
    BY_AGE = "by_age", "when a document names it again: a young article always, an older one more rarely"
    NEVER = "never", "never"


USUAL_POLICIES = {
    FetchOutcome.SKIPPED: RetryPolicy.BY_AGE,
    FetchOutcome.BLOCKED: RetryPolicy.WHEN_SEEN,
    FetchOutcome.FAILED: RetryPolicy.BACKOFF,
    FetchOutcome.UNCHANGED: RetryPolicy.BY_AGE,
    FetchOutcome.FETCHED: RetryPolicy.BY_AGE,
}
"""The retry policy of an outcome whose reason has none of its own."""
