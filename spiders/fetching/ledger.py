"""The ledger of one source in one run: every URL that is seen gets exactly one row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime

from scrapy.http import Response

from spiders.discovery.kinds import KINDS
from spiders.discovery.links import Link
from spiders.fetching.ids import fetch_id
from spiders.fetching.known import Known
from spiders.fetching.outcome import Outcome
from spiders.identity.urls import without_credentials
from warehouse.tables import Fetch
from warehouse.values import FetchKind, FetchReason


@dataclass(frozen=True, kw_only=True)
class SeenUrl:
    """One URL as it was seen: the link, where, when and what is known of it."""

    link: Link
    kind: str
    discovery: str
    discovery_url: str | None
    at: datetime
    known: Known | None = None


_MOST_INFORMATIVE_FIRST = tuple(kind.name for kind in KINDS)


def merged(first: SeenUrl, second: SeenUrl) -> SeenUrl:
    """One URL seen in two documents: named by the one that says more, with what either of them lacks."""
    one, other = sorted((first, second), key=lambda seen: discovery_rank(seen.discovery))
    lacking = {
        field.name: getattr(other.link, field.name)
        for field in fields(Link)
        if not getattr(one.link, field.name) and getattr(other.link, field.name)
    }
    return replace(one, link=replace(one.link, **lacking), at=first.at, known=first.known)


def discovery_rank(discovery: str) -> int:
    """The place of a kind of document among all: those first that say most of an article."""
    return (
        _MOST_INFORMATIVE_FIRST.index(discovery)
        if discovery in _MOST_INFORMATIVE_FIRST
        else len(_MOST_INFORMATIVE_FIRST)
    )


class Ledger:
    """Opens an entry when a URL is seen and closes it, once, with its outcome."""

    def __init__(self, run_id: str, source: str) -> None:
        self._run_id = run_id
        self._source = source
        self._open: dict[tuple[bool, str], SeenUrl] = {}
        self._closed: set[tuple[bool, str]] = set()

    def open(self, seen: SeenUrl) -> bool:
        """Whether the URL is seen for the first time in this run.

        What a further document says of a URL that is still open is kept with what the first one said.
        """
        key = (seen.kind == FetchKind.ARTICLE, seen.link.url)
        if key in self._open:
            self._open[key] = merged(self._open[key], seen)
            return False
        if key in self._closed:
            return False
        self._open[key] = seen
        return True

    def latest(self, seen: SeenUrl) -> SeenUrl:
        """An open URL with all that documents have said of it by now."""
        return self._open.get((seen.kind == FetchKind.ARTICLE, seen.link.url), seen)

    def close(self, seen: SeenUrl, result: Outcome) -> Fetch:
        """The row of a URL without a response."""
        key = (seen.kind == FetchKind.ARTICLE, seen.link.url)
        seen = self._open.pop(key)
        self._closed.add(key)
        return self.row(seen, result)

    def row(self, seen: SeenUrl, result: Outcome) -> Fetch:
        """The row that a URL has with an outcome; its entry stays as it is."""
        return Fetch(
            fetch_id=fetch_id(self._run_id, seen.kind, seen.link.url),
            run_id=self._run_id,
            source=self._source,
            url=seen.link.url,
            kind=seen.kind,
            outcome=result.outcome,
            reason=result.reason,
            detail=result.detail,
            discovery=seen.discovery,
            discovery_url=seen.discovery_url,
            discovered_at=seen.at,
            retry_after=result.retry_after,
        )

    def leftovers(self) -> Iterator[tuple[SeenUrl, Fetch]]:
        """Closes what is still open: the run's time was up."""
        for seen in list(self._open.values()):
            yield seen, self.close(seen, Outcome(FetchReason.BUDGET, "the run ended before it was requested"))


def with_response(row: Fetch, response: Response, body_hash: str | None, known: Known | None) -> Fetch:
    """The row of a URL with a response; a 304 keeps the validators that it confirms."""
    etag = _header(response, "ETag")
    modified = _header(response, "Last-Modified")
    confirmed = known if response.status == 304 else None
    latency = response.meta.get("download_latency", 0.0)
    return replace(
        row,
        fetched_at=datetime.now(UTC),
        final_url=without_credentials(response.url),
        status=response.status,
        etag=etag or (confirmed.etag if confirmed else None),
        last_modified=modified or (confirmed.last_modified if confirmed else None),
        body_hash=body_hash or (confirmed.body_hash if confirmed else None),
        bytes=len(response.body),
        milliseconds=int(latency * 1000),
    )


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1")[:500] if value else None
