"""Reads the captures of web archives and of saved pages, streaming; what is broken or left out is a value."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import IO

from spiders.archives.http_message import http_message
from spiders.archives.plain_stream import plain_stream
from spiders.archives.saved_pages import saved_page
from spiders.archives.warc_records import BrokenRecord, WarcRecord, warc_records
from spiders.identity.urls import UrlError, domain_of, normalise, without_credentials
from warehouse.base.errors import CopydeskError
from warehouse.tables.hashes import body_hash
from warehouse.values import FetchReason

_WARC = (".warc", ".warc.gz", ".warc.zst")
_WACZ = (".wacz",)
_SAVED = (".html", ".htm", ".xhtml", ".mhtml", ".mht")
LIST_SUFFIXES = (".paths", ".paths.gz")
COMMON_CRAWL = "https://data.commoncrawl.org/"
"""Below it stands what the lists of Common Crawl name (CC-NEWS/…/warc.paths.gz)."""
_YEAR_OR_MONTH, _DIGITS = re.compile(r"\d{4}(-\d\d)?"), re.compile(r"\d{14}")
_WITH_PAGES = frozenset({"response", "resource", "conversion"})


class NotAnArchive(CopydeskError):
    """A path that is neither a web archive, a saved page nor a folder."""

    def __init__(self, path: Path):
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        if self.path.parts[0] in ("http:", "https:"):
            return f"{self.path}: an import fetches nothing; download the archive first"
        if self.path.name.endswith(LIST_SUFFIXES):
            return (
                f"{self.path}: a list of archives, not an archive; download those of the wanted days: "
                f"zcat -f {self.path} | grep 20261101 | sed s,^,{COMMON_CRAWL}, | wget -x -nH -i -; "
                f"then: copydesk backfill {self.path}"
            )
        return (
            f"{self.path}: no such file, or not a .warc, .warc.gz, .warc.zst, .wacz, .html or "
            ".mhtml file or a folder of these"
        )


class UnreadableRecord(CopydeskError):
    """One record that cannot be read; `place` is a file with an offset or a record's URL."""

    def __init__(self, place: str, problem: str):
        super().__init__(place, problem)
        self.place = place
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.place}: {self.problem}"


@dataclass(frozen=True)
class LeftOut:
    """A file or a record that holds no page, and why, in words that several share."""

    why: str


@dataclass(frozen=True, kw_only=True)
class Capture:
    """One response of the past, as an archive holds it. `body` is decoded and cut after the largest page.

    `refusal` is the ledger's code where the body is not whole; `requested_url` has the URL whose redirect led
    here.
    """

    url: str
    fetched_at: datetime
    status: int
    content_type: str | None
    headers: str
    body: bytes
    archive: str
    refusal: FetchReason | None = None
    requested_url: str | None = None

    @cached_property
    def hash(self) -> str:
        return body_hash(self.body)


Found = Capture | UnreadableRecord | LeftOut


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


def states_urls(file: Path) -> bool:
    """Whether an archive says the URL of each page; with others, the folder they were named by counts."""
    return file.name.lower().endswith(_WARC + _WACZ)


def archive_files(path: Path) -> Iterator[tuple[Path, Path]]:
    """Every archive file of a path with the folder that it was named by. Raises NotAnArchive."""
    if path.is_dir():
        yield from ((file, path) for file in sorted(path.rglob("*")) if left_out_file(file, path) is None)
    elif path.is_file() and _is_archive(path):
        yield path, path.parent
    else:
        raise NotAnArchive(path)


def files_left_out(path: Path) -> Iterator[LeftOut]:
    """Every file below a folder that is not read, with the reason."""
    files = sorted(path.rglob("*")) if path.is_dir() else []
    for file in files:
        left_out = left_out_file(file, path)
        if left_out is not None and not file.is_dir():
            yield left_out


def left_out_file(file: Path, root: Path) -> LeftOut | None:
    """Why a file below a folder is not read; None where it is. Links out of the folder are not followed."""
    if not file.is_file():
        return LeftOut("no file")
    if not file.resolve().is_relative_to(root.resolve()):
        return LeftOut("a link that leads out of the folder")
    if _is_archive(file):
        return None
    return LeftOut(f"not an archive or page by its name ({file.suffix.lower() or 'no suffix'})")


def captures(file: Path, root: Path, selection: Selection) -> Iterator[Found]:
    """What one archive file holds, in its order: wanted captures, what is broken and what is left out."""
    name = file.name.lower()
    try:
        if name.endswith(_WACZ):
            yield from _wacz_captures(file, selection)
        elif name.endswith(_WARC):
            with file.open("rb") as stream:
                yield from _warc_captures(stream, file.name, selection)
        else:
            page = saved_page(file, root)
            yield from _chosen(Capture(archive=file.name, **page.__dict__), selection)
    except (OSError, UrlError, ValueError, zipfile.BadZipFile) as error:
        yield UnreadableRecord(file.name, f"cannot be read: {error}")


def _is_archive(path: Path) -> bool:
    return path.name.lower().endswith(_WARC + _WACZ + _SAVED)


def _wacz_captures(file: Path, selection: Selection) -> Iterator[Found]:
    """Those of the WARC files in a WACZ, a ZIP file with them in `archive/` (specs.webrecorder.net).

    A multi-WACZ holds such files. What lies deeper is left out.
    """
    with zipfile.ZipFile(file) as packed:
        inner = [name for name in packed.namelist() if name.lower().endswith(_WACZ)]
        for name in inner:
            with packed.open(name) as stream, zipfile.ZipFile(stream) as one:
                yield from _packed_captures(one, f"{file.name}/{name}", selection)
        if not inner:
            yield from _packed_captures(packed, file.name, selection)


def _packed_captures(packed: zipfile.ZipFile, archive: str, selection: Selection) -> Iterator[Found]:
    members = [name for name in packed.namelist() if name.startswith("archive/") and name[-1] != "/"]
    for name in members:
        with packed.open(name) as stream:
            yield from _warc_captures(stream, f"{archive}/{name.rpartition('/')[2]}", selection)
    if not members:
        yield UnreadableRecord(archive, "no WARC file in its archive/")


def _warc_captures(stream: IO[bytes], archive: str, selection: Selection) -> Iterator[Found]:
    for record in warc_records(plain_stream(stream)):
        if isinstance(record, BrokenRecord):
            yield UnreadableRecord(
                f"{archive} at byte {record.offset}", f"the record is broken: {record.problem}"
            )
        elif record.kind not in _WITH_PAGES:
            yield LeftOut(f"{record.kind or 'untyped'} record")
        else:
            yield from _warc_capture(record, archive, selection)


def _warc_capture(record: WarcRecord, archive: str, selection: Selection) -> Iterator[Found]:
    scheme = record.url.partition(":")[0].lower()
    if record.url and scheme not in ("http", "https"):
        yield LeftOut(f"{record.kind} record of {scheme}:")
        return
    place = f"{archive}, {without_credentials(record.url)[:200]}"
    try:
        url, fetched_at = normalise(record.url), _utc(record.fields.get("warc-date", ""))
        if not selection.takes(url, fetched_at):
            yield LeftOut("not among the wanted hosts and days")
        elif record.gap:
            yield UnreadableRecord(place, f"the record is broken: {record.gap}")
        else:
            yield _capture(record, url, fetched_at, archive)
    except UrlError as error:
        yield UnreadableRecord(archive, str(error))
    except ValueError as error:
        yield UnreadableRecord(place, f"the record is broken: {error}")


def _capture(record: WarcRecord, url: str, fetched_at: datetime, archive: str) -> Capture:
    """Raises ValueError for a block that is no HTTP response although it should be one."""
    if record.kind != "response" and not record.block.startswith(b"HTTP/"):
        return Capture(
            url=url,
            fetched_at=fetched_at,
            status=200,
            content_type=record.fields.get("content-type"),
            headers="[]",
            body=record.block,
            archive=archive,
            refusal=_truncation(record),
        )
    response = http_message(record.block)
    return Capture(
        url=url,
        fetched_at=fetched_at,
        status=response.status,
        content_type=response.header("content-type"),
        headers=json.dumps(response.headers),
        body=response.body,
        archive=archive,
        refusal=response.refusal or _truncation(record),
    )


def _truncation(record: WarcRecord) -> FetchReason | None:
    """Why the crawler wrote only the begin of a body, as it says itself (ISO 28500, 5.13)."""
    why = record.fields.get("warc-truncated", "").lower()
    return (FetchReason.TOO_LARGE if why == "length" else FetchReason.INCOMPLETE) if why else None


def _chosen(capture: Capture, selection: Selection) -> Iterator[Found]:
    is_wanted = selection.takes(capture.url, capture.fetched_at)
    yield capture if is_wanted else LeftOut("not among the wanted hosts and days")


def _utc(written: str) -> datetime:
    """A moment as WARC 1.1 writes it, from a year to nanoseconds, or in 14 digits like older tools."""
    written = f"{written}-01-01"[:10] if _YEAR_OR_MONTH.fullmatch(written) else written
    written = f"{written[:8]}T{written[8:]}" if _DIGITS.fullmatch(written) else written
    moment = datetime.fromisoformat(written)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
