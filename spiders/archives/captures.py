"""Reads the captures of web archives and of folders of HTML, streaming; a broken record is a value."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from spiders.landed import MAX_PAGE_BYTES, body_hash
from spiders.urls import UrlError, domain_of, normalise, without_credentials
from warehouse.errors import CopydeskError

_WARC = (".warc", ".warc.gz")
_HTML = (".html", ".htm", ".xhtml")
_LIST = (".paths", ".paths.gz")
COMMON_CRAWL = "https://data.commoncrawl.org/"
"""Below it stands what the lists of Common Crawl name (CC-NEWS/…/warc.paths.gz)."""
_STATED_URL = re.compile(
    rb"saved from url=(?:\(\d+\))?(https?://[^\s>]+)"
    rb"|<link[^>]{0,300}rel=[\"']?canonical[\"']?[^>]{0,300}href=[\"']?(https?://[^\"'\s>]+)"
    rb"|<meta[^>]{0,300}og:url[\"'][^>]{0,300}content=[\"'](https?://[^\"'\s>]+)",
    re.IGNORECASE,
)


class NotAnArchive(CopydeskError):
    """A path that is neither a WARC file, an HTML file nor a folder."""

    def __init__(self, path: Path):
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        if self.path.parts[0] in ("http:", "https:"):
            return f"{self.path}: an import fetches nothing; download the archive first"
        if self.path.name.endswith(_LIST):
            return (
                f"{self.path}: a list of archives and no archive; download those of the wanted days: "
                f"zcat -f {self.path} | grep 20261101 | sed s,^,{COMMON_CRAWL}, | wget -i -"
            )
        return f"{self.path}: not there, or neither .warc, .warc.gz, .html nor a folder of such files"


class Unreadable(CopydeskError):
    """One record that cannot be read; `place` is a file with an offset or a record's address."""

    def __init__(self, place: str, problem: str):
        super().__init__(place, problem)
        self.place = place
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.place}: {self.problem}"


@dataclass(frozen=True, kw_only=True)
class Capture:
    """One answer of the past, as an archive holds it. `body` is decoded and cut after the largest page."""

    url: str
    fetched_at: datetime
    status: int
    content_type: str | None
    headers: str
    body: bytes
    archive: str

    @property
    def hash(self) -> str:
        return body_hash(self.body)


def archive_files(path: Path) -> Iterator[tuple[Path, Path]]:
    """Every archive file of a path with the folder that it was named by. Raises NotAnArchive."""
    if path.is_dir():
        yield from ((file, path) for file in sorted(path.rglob("*")) if _is_archive(file))
    elif _is_archive(path):
        yield path, path.parent
    else:
        raise NotAnArchive(path)


@dataclass(frozen=True)
class Selection:
    """Which captures of an archive are wanted: hosts with all below them, and days, UTC, ends included."""

    hosts: tuple[str, ...] = ()
    since: date = date.min
    until: date = date.max

    def takes(self, url: str, fetched_at: datetime) -> bool:
        host = domain_of(url)
        of_host = not self.hosts or any(host == h or host.endswith(f".{h}") for h in self.hosts)
        return of_host and self.since <= fetched_at.date() <= self.until


def captures(file: Path, root: Path, selection: Selection) -> Iterator[Capture | Unreadable]:
    """The wanted captures of one archive file, in its order; of the others no body is unpacked."""
    if file.name.lower().endswith(_WARC):
        yield from _warc_captures(file, selection)
    else:
        found = _html_capture(file, root)
        if isinstance(found, Unreadable) or selection.takes(found.url, found.fetched_at):
            yield found


def _is_archive(path: Path) -> bool:
    return path.is_file() and path.name.lower().endswith(_WARC + _HTML)


def _warc_captures(file: Path, selection: Selection) -> Iterator[Capture | Unreadable]:
    with file.open("rb") as stream:
        records = ArchiveIterator(stream)
        try:
            for record in records:
                if record.rec_type == "response":
                    found = _warc_capture(record, file, selection)
                    if found is not None:
                        yield found
        except (ArchiveLoadFailed, OSError, EOFError, zlib.error, ValueError) as error:
            yield Unreadable(f"{file.name} at byte {records.offset}", f"the rest is unreadable: {error}")


def _warc_capture(record: ArcWarcRecord, file: Path, selection: Selection) -> Capture | Unreadable | None:
    stated = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    try:
        url, fetched_at = normalise(stated), _utc(record.rec_headers.get_header("WARC-Date") or "")
        if not selection.takes(url, fetched_at):
            return None
        http = record.http_headers
        return Capture(
            url=url,
            fetched_at=fetched_at,
            status=int(http.get_statuscode()),
            content_type=http.get_header("Content-Type"),
            headers=json.dumps(http.headers),
            body=_payload(record),
            archive=file.name,
        )
    except UrlError as error:
        return Unreadable(file.name, str(error))
    except (AttributeError, ValueError, OSError, EOFError, zlib.error) as error:
        problem = f"the record is broken: {error}"
        return Unreadable(f"{file.name}, {without_credentials(stated)[:200]}", problem)


def _payload(record: ArcWarcRecord) -> bytes:
    """The decoded body, cut after the largest page. Raises EOFError where the archive ends too early."""
    body: bytes = record.content_stream().read(MAX_PAGE_BYTES + 1)
    if len(body) <= MAX_PAGE_BYTES:
        while record.raw_stream.read(65_536):
            pass
        if record.raw_stream.limit > 0:
            raise EOFError("the archive ends in the middle of it")
    return body


def _html_capture(file: Path, root: Path) -> Capture | Unreadable:
    try:
        with file.open("rb") as stream:
            body = stream.read(MAX_PAGE_BYTES + 1)
        return Capture(
            url=_stated_url(body) or normalise(f"http://archive.invalid/{file.relative_to(root).as_posix()}"),
            fetched_at=datetime.fromtimestamp(int(file.stat().st_mtime), UTC),
            status=200,
            content_type="text/html",
            headers="[]",
            body=body,
            archive=file.name,
        )
    except (OSError, UrlError) as error:
        return Unreadable(file.name, f"cannot be read: {error}")


def _stated_url(body: bytes) -> str | None:
    """The address that a saved page names: of its saving, its canonical link or its og:url."""
    found = _STATED_URL.search(body[:100_000])
    if found is None:
        return None
    try:
        return normalise(next(filter(None, found.groups())).decode("utf-8", "replace"))
    except UrlError:
        return None


def _utc(written: str) -> datetime:
    moment = datetime.fromisoformat(written)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
