"""Pages of a WARC file, for evaluation: nothing is landed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from warehouse.tables import Page
from warehouse.tables.hashes import body_hash


def read_pages(path: Path) -> Iterator[Page]:
    """Every response of a WARC file as a page, in the file's order."""
    with path.open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type != "response":
                continue
            url = record.rec_headers.get_header("WARC-Target-URI")
            at = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date"))
            body = record.content_stream().read()
            yield Page(
                page_id=hashlib.sha256(url.encode()).hexdigest()[:24],
                run_id="evaluation",
                source=path.stem,
                url=url,
                final_url=url,
                fetched_at=at,
                status=200,
                content_type=record.http_headers.get_header("Content-Type"),
                body=body,
                body_hash=body_hash(body),
                discovery="archive",
                discovered_at=at,
            )
