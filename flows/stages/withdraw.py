"""What was taken down and comes back under a URL that nobody has seen: kept out, page and all.

The crawl refuses erased URLs before it requests them. A new URL is only known to be another name of
one when its page has been read: its canonical link names it, or a redirect leads there. Then the page leaves
its landing segment, the ledger says `skipped/erased` without the URL, and the URL joins `erasures`,
so that it is not requested again. A kill in the middle leaves segments from which the next run does the rest:
what stands in the ledger for a URL is its whole hash, which `erasures` can take in later, too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flows.draft import Draft
from spiders.identity.former_hosts import FormerHosts
from spiders.identity.takedowns import Takedowns, hash_in_placeholder, placeholder
from warehouse.base.durable import part_of
from warehouse.base.durable import replace as move
from warehouse.erasure.hashing import hash_of
from warehouse.erasure.redaction import redact_in_place
from warehouse.erasure.target import Target
from warehouse.landing.segments import FETCHES, PAGES, Segment
from warehouse.snapshots.parquet import write_rows
from warehouse.tables import Erasure, Fetch
from warehouse.tables.arrow import to_arrow
from warehouse.values import ErasureScope, FetchOutcome, FetchReason

REASON = "names a URL that was taken down"


@dataclass(frozen=True)
class Withdrawn:
    """The drafts that stay, and the URLs that are refused from now on."""

    drafts: Sequence[Draft]
    erasures: Sequence[Erasure] = ()


def withdraw(
    segments: Iterable[Segment],
    drafts: Sequence[Draft],
    hashes: Collection[str],
    now: datetime,
    former_hosts: FormerHosts | None = None,
) -> Withdrawn:
    """Take out of `drafts` and `segments` every page that names a URL whose hash is in `hashes`.

    `former_hosts` are those of each source: a URL that was taken down there is one here.
    """
    hosts, known = former_hosts or {}, frozenset(hashes)
    gone = {
        draft.page_id: draft
        for draft in drafts
        if _is_erased(draft, Takedowns(known, hosts.get(draft.source, ())))
    }
    found = {hash_of(draft.url) for draft in gone.values()}
    for segment in segments if hashes else ():
        if gone:
            _withdraw_from(segment, frozenset(gone))
        found |= {digest for fetch in segment.fetches() if (digest := hash_in_placeholder(fetch.url))}
    erasures = [
        Erasure(url_hash=digest, scope=ErasureScope.URL, reason=REASON, erased_at=now)
        for digest in sorted(found.difference(hashes))
    ]
    return Withdrawn([draft for draft in drafts if draft.page_id not in gone], erasures)


def _is_erased(draft: Draft, erased: Takedowns) -> bool:
    return any(erased.placeholder_for(url) for url in (draft.identity.canonical_url, draft.url))


def _withdraw_from(segment: Segment, pages: frozenset[str]) -> None:
    """First the rows of the ledger are rewritten, which the pages can be without."""
    fetches = segment.fetches()
    if any(fetch.page_id in pages for fetch in fetches):
        part = part_of(segment.path / FETCHES)
        rows = [_without_url(fetch) if fetch.page_id in pages else fetch for fetch in fetches]
        write_rows(to_arrow(rows, Fetch), "fetches", part)
        move(part, segment.path / FETCHES)
    none: frozenset[str] = frozenset()
    redact_in_place([segment.path / PAGES], Target(none, pages, none, none, frozenset(), None))


def _without_url(fetch: Fetch) -> Fetch:
    return replace(
        fetch,
        url=placeholder(hash_of(fetch.url)),
        outcome=FetchOutcome.SKIPPED,
        reason=FetchReason.ERASED,
        detail=None,
        final_url=None,
        etag=None,
        last_modified=None,
        body_hash=None,
        page_id=None,
    )
