"""Lands what archives hold: WARC and WACZ files, saved pages and folders of them, one capture at a time.

A capture is known by its URL, its date and the hash of its body, so importing an archive twice lands
nothing new. A record that cannot be read is named in the report and the rest goes on; what holds no page is
counted there with the reason.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from spiders.archives.capture_keys import CaptureKeys
from spiders.archives.captures import (
    Capture,
    LeftOut,
    Selection,
    UnreadableRecord,
    archive_files,
    captures,
    files_left_out,
)
from spiders.archives.followed_redirects import FollowedRedirects
from spiders.fetching.content_type import MAX_PAGE_BYTES, is_html
from spiders.fetching.ids import fetch_id, page_id
from spiders.identity.takedowns import Takedowns
from spiders.identity.urls import domain_of
from spiders.politeness.rights import tdm_reserved
from warehouse.base.data_folder import DataFolder
from warehouse.landing.segments import SegmentWriter, pending_segments
from warehouse.query.connection import connect_landed
from warehouse.snapshots.snapshot import Snapshot
from warehouse.tables import Fetch, Page
from warehouse.values import Discovery, FetchKind, FetchReason

EVERYTHING = Selection()
ROWS_AT_ONCE = 2_000


@dataclass
class ImportReport:
    """The result of an import: captures by outcome, and the records that cannot be read.

    `left_out` counts the files and records that hold no page, by the reason.
    """

    landed: int = 0
    failed: int = 0
    already_landed: int = 0
    erased: int = 0
    broken: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)

    def summary(self) -> str:
        """The counts in one line."""
        return (
            f"landed {self.landed} pages, {self.failed} other responses; "
            f"{self.already_landed} already landed, {self.erased} taken down, "
            f"{len(self.broken)} unreadable"
        )


def import_archives(
    paths: Iterable[Path],
    data: DataFolder,
    snapshot: Snapshot,
    run_id: str,
    now: datetime,
    source: str | None = None,
    selection: Selection = EVERYTHING,
    on_record: Callable[[], None] | None = None,
) -> ImportReport:
    """Land every capture of web archives, saved pages and folders of both, as run `run_id`.

    `source` names the source of all of them (default: each page's domain), `selection` the captures that
    are wanted. What was taken down is not landed again. Raises NotAnArchive, before anything is landed,
    for a path that cannot be one.
    """
    paths = list(paths)
    files = [file for path in paths for file in archive_files(path)]
    known, erased = CaptureKeys(_known_captures(data, snapshot)), _erased(snapshot)
    redirects = FollowedRedirects()
    report = ImportReport(left_out=Counter(file.why for path in paths for file in files_left_out(path)))
    with SegmentWriter(data, run_id, "import") as writer:
        for found in (found for file, root in files for found in captures(file, root, selection)):
            if on_record:
                on_record()
            if isinstance(found, UnreadableRecord):
                report.broken.append(str(found))
            elif isinstance(found, LeftOut):
                report.left_out[found.why] += 1
            elif key := _new_key(capture := redirects.requested(found), known, erased, report):
                fetch, page = _rows(capture, key, source or domain_of(capture.url), run_id, now)
                writer.add(fetch, page)
                report.landed += page is not None
                report.failed += page is None
    return report


def _new_key(capture: Capture, known: CaptureKeys, erased: Takedowns, report: ImportReport) -> str | None:
    """The page_id of a capture that is to be landed, from now on known; None, counted, for others."""
    urls = [url for url in (capture.requested_url, capture.url) if url]
    if any(map(erased.placeholder_for, urls)):
        report.erased += 1
        return None
    key, *others = (page_id(url, capture.fetched_at, capture.hash) for url in urls)
    if any(other in known for other in others) or not known.add(key):
        report.already_landed += 1
        return None
    return key


def _reason(capture: Capture) -> FetchReason:
    if capture.status != 200:
        return FetchReason.of_status(capture.status)
    if capture.refusal:
        return capture.refusal
    if len(capture.body) > MAX_PAGE_BYTES:
        return FetchReason.TOO_LARGE
    if not capture.body.strip():
        return FetchReason.EMPTY
    return FetchReason.OK if is_html(capture.content_type, capture.body) else FetchReason.NOT_HTML


def _rows(capture: Capture, key: str, source: str, run_id: str, now: datetime) -> tuple[Fetch, Page | None]:
    reason = _reason(capture)
    is_page = reason is FetchReason.OK
    seen: dict[str, Any] = {
        "source": source,
        "run_id": run_id,
        "url": capture.requested_url or capture.url,
        "fetched_at": capture.fetched_at,
    }
    seen |= {"discovery": Discovery.ARCHIVE, "discovery_url": capture.archive, "discovered_at": now}
    seen |= {"final_url": capture.url, "status": capture.status, "body_hash": capture.hash}
    fetch = Fetch(
        fetch_id=fetch_id(run_id, FetchKind.ARTICLE, seen["url"], key),
        kind=FetchKind.ARTICLE,
        outcome=reason.outcome,
        reason=reason,
        bytes=len(capture.body),
        page_id=key if is_page else None,
        **seen,
    )
    if not is_page:
        return fetch, None
    page = Page(
        page_id=key,
        content_type=capture.content_type,
        headers=capture.headers,
        body=capture.body,
        tdm_reserved=tdm_reserved(capture.body, json.loads(capture.headers), (), capture.url),
        **seen,
    )
    return fetch, page


def _known_captures(data: DataFolder, snapshot: Snapshot) -> Iterator[str]:
    """Keys of every capture that an import has landed, in the snapshot or waiting for it."""
    with connect_landed(snapshot) as database:
        rows = database.execute(
            "SELECT url, fetched_at, body_hash FROM landed.fetches WHERE discovery = 'archive'"
        ).to_arrow_reader(ROWS_AT_ONCE)
        for some in rows:
            yield from _keys(some)
    for segment in pending_segments(data, snapshot):
        rows = segment.ledger("url", "fetched_at", "body_hash", "discovery")
        yield from _keys(rows.filter(pc.equal(rows["discovery"], Discovery.ARCHIVE.value)))


def _keys(rows: pa.Table | pa.RecordBatch) -> Iterator[str]:
    columns = (rows.column(name).to_pylist() for name in ("url", "fetched_at", "body_hash"))
    for url, fetched_at, hashed in zip(*columns, strict=True):
        yield page_id(url, fetched_at.astimezone(UTC), hashed)


def _erased(snapshot: Snapshot) -> Takedowns:
    with connect_landed(snapshot) as database:
        rows = database.execute("SELECT url_hash FROM landed.erasures").fetchall()
    return Takedowns(frozenset(url_hash for (url_hash,) in rows))
