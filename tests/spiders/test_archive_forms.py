"""Archives in the forms that exist: packings, kinds of records, damage, saved pages; all is counted."""

import gzip
import re
import zipfile
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

import brotli
import pytest
import zstandard

from spiders.archives.import_archives import ImportReport, import_archives
from warehouse.base.data_folder import DataFolder
from warehouse.landing.segments import pending_segments
from warehouse.snapshots.snapshot import EMPTY
from warehouse.tables import Page

Land = Callable[[str, bytes], tuple[ImportReport, list[Page]]]
STORY = b"<html><body><p>A story of some length, told in one sentence.</p></body></html>"


def record(
    name: str = "a",
    body: bytes = STORY,
    kind: str = "response",
    encoding: str | None = None,
    url: str | None = None,
    fields: str = "",
    status: str = "200 OK",
) -> bytes:
    http = b""
    if kind == "response":
        coding = f"Content-Encoding: {encoding}\r\n" if encoding else ""
        http = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\n{coding}{fields}\r\n".encode()
    uri = f"https://example.org/{name}" if url is None else url
    content_type = "application/http; msgtype=response" if http else "text/html"
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2026-11-01T10:00:00Z\r\n"
    head += f"Content-Type: {content_type}\r\nContent-Length: {len(http) + len(body)}\r\n\r\n"
    return head.encode() + http + body + b"\r\n\r\n"


@pytest.fixture
def land(data: DataFolder, now: datetime, tmp_path: Path) -> Land:
    """Imports one file of a name and gives the report and the landed pages."""

    def imported(name: str, content: bytes) -> tuple[ImportReport, list[Page]]:
        path = tmp_path / name
        path.write_bytes(content)
        report = import_archives([path], data, EMPTY, "run", now)
        segments = pending_segments(data, EMPTY)
        return report, [page for segment in segments for batch in segment.pages() for page in batch]

    return imported


def paths(pages: Iterable[Page]) -> list[str]:
    return [page.url.removeprefix("https://example.org/") for page in pages]


def zstd_with_dictionary(records: Iterable[bytes]) -> bytes:
    samples: list[bytes | bytearray | memoryview] = [record(f"s{number}") for number in range(200)]
    dictionary = zstandard.train_dictionary(4_000, samples)
    packer = zstandard.ZstdCompressor(dict_data=dictionary)
    held = dictionary.as_bytes()
    head = b"\x5d\x2a\x4d\x18" + len(held).to_bytes(4, "little") + held
    return head + b"".join(packer.compress(one) for one in records)


def wacz(tmp_path: Path, records: Iterable[bytes]) -> bytes:
    path = tmp_path / "packed.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("archive/data.warc.gz", b"".join(map(gzip.compress, records)))
        packed.writestr("pages/pages.jsonl", "{}")
    return path.read_bytes()


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("a.warc", b"".join),
        ("a.warc.gz", lambda records: b"".join(map(gzip.compress, records))),
        ("whole.warc.gz", lambda records: gzip.compress(b"".join(records))),
        ("a.warc.zst", lambda records: b"".join(map(zstandard.compress, records))),
        ("dictionary.warc.zst", zstd_with_dictionary),
    ],
)
def test_every_packing_is_read(land: Land, name: str, pack: Callable[[list[bytes]], bytes]) -> None:
    report, pages = land(name, pack([record("a"), record("b"), record("c")]))
    assert (paths(pages), report.broken) == (["a", "b", "c"], [])


def test_the_archives_of_a_wacz_are_read(land: Land, tmp_path: Path) -> None:
    assert paths(land("a.wacz", wacz(tmp_path, [record("a"), record("b")]))[1]) == ["a", "b"]


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("br", brotli.compress(STORY)),
        ("x-gzip", gzip.compress(STORY, mtime=0)),
        ("zstd", zstandard.compress(STORY)),
        ("gzip", STORY),
        ("br", STORY),
    ],
)
def test_bodies_are_landed_plain_packed_or_not(land: Land, encoding: str, body: bytes) -> None:
    assert [page.body for page in land("a.warc", record("a", body, encoding=encoding))[1]] == [STORY]


def test_chunks_are_put_together(land: Land) -> None:
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (STORY[:20], STORY[20:])) + b"0\r\n\r\n"
    (page,) = land("a.warc", record("a", chunks, fields="Transfer-Encoding: chunked\r\n"))[1]
    assert page.body == STORY


def test_half_a_stream_is_no_page(land: Land, data: DataFolder) -> None:
    report, pages = land("a.warc", record("a", gzip.compress(STORY)[:40], encoding="gzip"))
    (fetch,) = [fetch for segment in pending_segments(data, EMPTY) for fetch in segment.fetches()]
    assert (pages, report.failed, fetch.reason) == ([], 1, "cut_short")


def test_resources_and_conversions_are_pages_and_all_else_is_counted(land: Land) -> None:
    kinds = ["resource", "conversion", "request", "metadata", "warcinfo", "revisit"]
    report, pages = land("a.warc", b"".join(record(kind, kind=kind) for kind in kinds))
    assert paths(pages) == ["resource", "conversion"]
    assert report.left_out == {f"{kind} record": 1 for kind in kinds[2:]}


def test_records_of_other_schemes_are_left_out_and_no_errors(land: Land) -> None:
    report, _ = land("a.warc", record(url="dns:example.org") + record("a"))
    assert (report.landed, report.broken, report.left_out) == (1, [], {"response record of dns:": 1})


@pytest.mark.parametrize(
    "bad",
    [
        record(url=""),
        record().replace(b"Content-Length", b"Content-Lenght"),
        record().replace(b"2026-11-01T", b"yesterday"),
        record().replace(b"HTTP/1.1 200 OK", b"HTTQ/1.1 200 OK"),
        b"WARC/1.0\r\n" + b"X: y\r\n" * 60_000 + b"\r\n",
        b"rubbish that is no record\r\nand more of it\r\n\r\n",
        record().replace(b"HTTP/1.1 200 OK", b"HTTP/1.1 200 OK\r\nX: " + b"z" * 300_000),
    ],
    ids=["no URL", "no length", "no date", "no HTTP", "long header", "rubbish", "long HTTP header"],
)
@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_one_bad_record_costs_one_record(land: Land, name: str, bad: bytes) -> None:
    records = [record(f"s{number}") for number in range(4)]
    records.insert(2, bad)
    pack = gzip.compress if name.endswith(".gz") else bytes
    report, pages = land(name, b"".join(map(pack, records)))
    assert paths(pages)[:2] == ["s0", "s1"] and paths(pages)[-1] == "s3"
    assert report.broken
    if b"Content-Length" in bad:
        assert (len(pages), len(report.broken)) == (4, 1)


def test_a_broken_gzip_member_costs_one_record(land: Land) -> None:
    members = [gzip.compress(record(f"s{number}")) for number in range(4)]
    members[1] = members[1][:60] + b"\xff" * 20 + members[1][80:]
    report, pages = land("a.warc.gz", b"".join(members))
    assert paths(pages) == ["s0", "s2", "s3"]
    assert len(report.broken) == 1


def test_a_header_that_unpacks_without_end_costs_one_record(land: Land) -> None:
    bomb = gzip.compress(b"WARC/1.0\r\nX: " + b"y" * 60_000_000)
    report, pages = land("a.warc.gz", bomb + gzip.compress(b"\r\n\r\n" + record("a")))
    assert (paths(pages), len(report.broken)) == (["a"], 2)


@pytest.mark.parametrize(
    "head",
    [
        '<link href="https://example.org/x?a=1&amp;b=2" rel="canonical">',
        "<link rel=canonical href=https://example.org/x?a=1&b=2>",
        "<link rel='alternate canonical' data-x='>' href='https://example.org/x?a=1&amp;b=2'/>",
        '<meta content="https://example.org/x?a=1&amp;b=2" property="og:url">',
        '<meta name=og:url content="https://example.org/x?a=1&amp;b=2">',
        "<!--\n Page saved with SingleFile \n url: https://example.org/x?a=1&b=2 \n saved date: Sun -->",
        "<!-- saved from url=(0034)https://example.org/x?a=1&b=2 --><link rel=canonical href=https://other.example/>",
        "<META PROPERTY='OG:URL' CONTENT='https://example.org/x?a=1&amp;b=2'>",
        "<!-- Saved from https://example.org/x?a=1&b=2 at 2026-11-28T10:00:00Z using monolith v2.8 -->",
        "<link rel=canonical href='https://web.archive.org/web/20260101000000/https://example.org/x?a=1&amp;b=2'>",
        "<!-- Mirrored from example.org/x?a=1&b=2 by HTTrack/3 --><link rel=canonical href='https://example.org/x?a=1&amp;b=2'>",
    ],
)
def test_a_saved_page_has_the_url_that_it_states(land: Land, head: str) -> None:
    (page,) = land("page.html", f"<html><head>{head}</head><body><p>Story.</p></body></html>".encode())[1]
    assert page.url == "https://example.org/x?a=1&b=2"


MHTML = b"""From: <Saved by Blink>
Snapshot-Content-Location: https://example.org/story
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="b"

--b
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable
Content-Location: https://example.org/story

<html><body><p>Stra=C3=9Fe and a lo=
ng line.</p></body></html>
--b
Content-Type: image/png
Content-Transfer-Encoding: base64

AAAA
--b--
"""


@pytest.mark.parametrize("name", ["page.mhtml", "page.MHT"])
def test_mhtml_is_the_page_that_it_holds(land: Land, name: str) -> None:
    (page,) = land(name, MHTML)[1]
    assert page.url == "https://example.org/story"
    assert "Straße and a long line." in page.body.decode()


def test_of_a_folder_every_file_is_landed_or_counted_and_no_link_is_followed_out(
    data: DataFolder, now: datetime, tmp_path: Path
) -> None:
    outside, folder = tmp_path / "secret.html", tmp_path / "saved"
    outside.write_bytes(STORY)
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "a.html").write_bytes(STORY)
    (folder / "b.html").symlink_to(folder / "sub" / "a.html")
    (folder / "c.html").symlink_to(outside)
    (folder / "d").symlink_to(tmp_path, target_is_directory=True)
    (folder / "notes.TXT").write_text("x")
    report = import_archives([folder], data, EMPTY, "run", now)
    assert report.landed == 2
    assert report.left_out == {
        "a link that leads out of the folder": 1,
        "not an archive or page by its name (.txt)": 1,
    }


def test_a_saved_page_in_utf_16_has_the_url_that_it_states(land: Land) -> None:
    page = "<html><meta property='og:url' content='https://example.org/x'><p>Text</p></html>"
    assert paths(land("x.html", page.encode("utf-16"))[1]) == ["x"]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (
            (b"\r\nContent-Type: text/html", b"\r\nContent-Length: 5000\r\nContent-Type: text/html"),
            "incomplete",
        ),
        ((b"WARC-Date", b"WARC-Truncated: disconnect\r\nWARC-Date"), "incomplete"),
        ((b"WARC-Date", b"WARC-Truncated: length\r\nWARC-Date"), "too_large"),
    ],
)
def test_a_body_that_an_archive_holds_in_part_is_a_row_and_no_page(
    land: Land, data: DataFolder, changed: tuple[bytes, bytes], reason: str
) -> None:
    one = record("a", fields="").replace(*changed)
    head, _, block = one.partition(b"\r\n\r\n")
    length = f"Content-Length: {len(block) - 4}".encode()
    head = re.sub(rb"Content-Length: \d+", length, head)
    report, pages = land("a.warc", head + b"\r\n\r\n" + block)
    assert (pages, report.failed, report.broken) == ([], 1, [])
    assert [row.reason for segment in pending_segments(data, EMPTY) for row in segment.fetches()] == [reason]


@pytest.mark.parametrize(
    "written", ["2026", "2026-11", "2026-11-01", "20261101100000", "2026-11-01T10:00:00.123456789Z"]
)
def test_a_date_may_be_of_any_precision(land: Land, written: str) -> None:
    report, pages = land("a.warc", record("a").replace(b"2026-11-01T10:00:00Z", written.encode()))
    assert (pages[0].fetched_at.year, report.broken) == (2026, [])


def test_a_damaged_frame_of_zstd_costs_one_record(land: Land) -> None:
    frames = [bytearray(zstandard.compress(record(name))) for name in "abc"]
    frames[1][20] ^= 255
    frames[1][21] ^= 255
    report, pages = land("a.warc.zst", b"".join(frames))
    assert (paths(pages), len(report.broken)) == (["a", "c"], 1)


def test_the_files_of_a_multi_wacz_are_read(land: Land, tmp_path: Path) -> None:
    inner, outer = wacz(tmp_path, [record("a")]), tmp_path / "outer.zip"
    with zipfile.ZipFile(outer, "w") as packed:
        packed.writestr("one.wacz", inner)
        packed.writestr("datapackage.json", "{}")
    assert paths(land("a.wacz", outer.read_bytes())[1]) == ["a"]
