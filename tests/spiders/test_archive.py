import gzip
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from spiders.archives.capture_keys import CaptureKeys
from spiders.archives.captures import NotAnArchive, Selection
from spiders.archives.import_archives import import_archives
from spiders.fetching.ids import page_id
from warehouse.base.data_folder import DataFolder
from warehouse.landing.segments import pending_segments
from warehouse.snapshots.snapshot import EMPTY
from warehouse.tables import Fetch, Page

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
Response = tuple[str, str, list[tuple[str, str]], bytes]
"""URL, status, header fields, body."""
HTML = b"<html><body><p>A story.</p></body></html>"


def write_warc(path: Path, *responses: Response) -> Path:
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=path.name.endswith(".gz"))
        for url, status, headers, body in responses:
            http = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    url,
                    "response",
                    payload=BytesIO(body),
                    http_headers=http,
                    warc_headers_dict={"WARC-Date": "2026-11-01T10:00:00Z"},
                )
            )
    return path


def page(url: str = "https://example.org/a", body: bytes = HTML, kind: str = "text/html") -> Response:
    return (url, "200 OK", [("Content-Type", kind)], body)


def landed(data: DataFolder) -> tuple[list[Fetch], list[Page]]:
    segments = pending_segments(data, EMPTY)
    fetches = [fetch for segment in segments for fetch in segment.fetches()]
    pages = [page for segment in segments for batch in segment.pages() for page in batch]
    return fetches, pages


def test_every_response_of_an_archive_ends_in_one_row(
    data: DataFolder, now: datetime, tmp_path: Path
) -> None:
    warc = write_warc(
        tmp_path / "a.warc.gz",
        page("https://user:secret@www.example.org/a?utm_source=x"),
        ("https://example.org/gone", "404 Not Found", [("Content-Type", "text/html")], b"gone"),
        page("https://example.org/logo.png", b"\x89PNG", "image/png"),
    )
    import_archives([warc], data, EMPTY, "run", now)
    fetches, pages = landed(data)
    assert sorted(fetch.reason for fetch in fetches) == ["http_404", "not_html", "ok"]
    assert [(page.url, page.source, page.body) for page in pages] == [
        ("https://www.example.org/a", "example.org", HTML)
    ]


def test_an_archive_imported_twice_adds_no_row(data: DataFolder, now: datetime, tmp_path: Path) -> None:
    warc = write_warc(tmp_path / "a.warc", page(), ("https://example.org/x", "500 Oh", [], b""))
    import_archives([warc], data, EMPTY, "run-1", now)
    again = import_archives([warc, warc], data, EMPTY, "run-2", now)
    assert (again.landed, again.failed, again.already_landed) == (0, 0, 4)
    assert len(landed(data)[0]) == 2


def redirect(url: str, target: str, status: str = "301 Moved Permanently") -> Response:
    return (url, status, [("Location", target)], b"")


@pytest.mark.parametrize("status", ["301 Moved Permanently", "302 Found", "308 Permanent Redirect"])
def test_a_page_is_of_the_url_where_the_redirects_to_it_began(
    data: DataFolder, now: datetime, tmp_path: Path, status: str
) -> None:
    old, between, new = (f"https://example.org/{name}" for name in ("old", "between", "new"))
    warc = write_warc(
        tmp_path / "a.warc",
        redirect(old, "/between", status),
        redirect(between, new, status),
        redirect("https://example.org/nowhere", "https://example.org/none"),
        redirect("http://example.org/b", "https://example.org/b"),
        page(new),
        page("https://example.org/b"),
    )
    import_archives([warc], data, EMPTY, "run-1", now)
    fetches, pages = landed(data)
    assert [(one.url, one.final_url) for one in pages] == [
        (old, new),
        ("https://example.org/b", "https://example.org/b"),
    ]
    assert len(fetches) == 6
    again = import_archives([warc], data, EMPTY, "run-2", now)
    assert (again.landed, again.failed, again.already_landed) == (0, 0, 6)


def test_a_page_that_landed_before_its_redirect_was_read_does_not_land_again(
    data: DataFolder, now: datetime, tmp_path: Path
) -> None:
    new = page("https://example.org/new")
    import_archives([write_warc(tmp_path / "a.warc", new)], data, EMPTY, "run-1", now)
    both = write_warc(tmp_path / "b.warc", redirect("https://example.org/old", "/new"), new)
    again = import_archives([both], data, EMPTY, "run-2", now)
    assert (again.landed, again.failed, again.already_landed) == (0, 1, 1)


def test_compressed_bodies_are_landed_plain(data: DataFolder, now: datetime, tmp_path: Path) -> None:
    headers = [("Content-Type", "text/html"), ("Content-Encoding", "gzip")]
    response = ("https://example.org/a", "200 OK", headers, gzip.compress(HTML))
    import_archives([write_warc(tmp_path / "a.warc.gz", response)], data, EMPTY, "run", now)
    assert landed(data)[1][0].body == HTML


def test_a_bomb_in_an_archive_is_cut_and_set_aside(data: DataFolder, now: datetime, tmp_path: Path) -> None:
    headers = [("Content-Type", "text/html"), ("Content-Encoding", "gzip")]
    response = ("https://example.org/a", "200 OK", headers, gzip.compress(bytes(60_000_000)))
    import_archives([write_warc(tmp_path / "a.warc.gz", response)], data, EMPTY, "run", now)
    assert [fetch.reason for fetch in landed(data)[0]] == ["too_large"]


def test_a_broken_archive_is_named_and_the_others_go_on(
    data: DataFolder, now: datetime, tmp_path: Path
) -> None:
    broken = write_warc(tmp_path / "broken.warc.gz", page("https://example.org/b", HTML * 50))
    broken.write_bytes(broken.read_bytes()[:-40])
    good = write_warc(tmp_path / "good.warc.gz", page())
    report = import_archives([broken, good], data, EMPTY, "run", now)
    assert report.landed == 1
    assert ["broken.warc.gz" in line for line in report.broken] == [True]


def test_a_saved_page_keeps_the_url_that_it_states(data: DataFolder, now: datetime, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.html").write_bytes(b'<html><link rel="canonical" href="https://example.org/a">')
    (folder / "sub" / "b.html").write_bytes(HTML)
    import_archives([folder], data, EMPTY, "run", now)
    urls = [page.url for page in landed(data)[1]]
    assert urls == ["https://example.org/a", "http://archive.invalid/sub/b.html"]


def test_a_path_that_cannot_be_an_archive_is_refused_before_anything_lands(
    data: DataFolder, now: datetime, tmp_path: Path
) -> None:
    good = write_warc(tmp_path / "good.warc.gz", page())
    with pytest.raises(NotAnArchive, match=r"notes\.txt"):
        import_archives([good, tmp_path / "notes.txt"], data, EMPTY, "run", now)
    assert pending_segments(data, EMPTY) == []


@pytest.mark.parametrize(
    ("name", "advice"), [("warc.paths.gz", "wget"), ("https://example.org/a.warc.gz", "download")]
)
def test_a_list_of_archives_and_a_url_are_refused_with_advice(
    data: DataFolder, now: datetime, name: str, advice: str
) -> None:
    with pytest.raises(NotAnArchive, match=advice):
        import_archives([Path(name)], data, EMPTY, "run", now)


def test_only_the_wanted_hosts_and_days_are_landed(data: DataFolder, now: datetime, tmp_path: Path) -> None:
    warc = write_warc(
        tmp_path / "a.warc.gz",
        page("https://www.example.org/a"),
        page("https://news.example.org/b"),
        page("https://notexample.org/c"),
    )
    day = date(2026, 11, 1)
    import_archives([warc], data, EMPTY, "run", now, selection=Selection(("example.org",), day, day))
    assert [page.url for page in landed(data)[1]] == [
        "https://www.example.org/a",
        "https://news.example.org/b",
    ]
    late = Selection(since=date(2026, 11, 2))
    assert import_archives([warc], data, EMPTY, "run-2", now, selection=late).landed == 0


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
def test_no_page_of_the_corpus_is_lost(data: DataFolder, now: datetime) -> None:
    report = import_archives([CORPUS], data, EMPTY, "run", now)
    assert (report.landed + report.failed, report.broken) == (_responses(CORPUS), [])


def _responses(folder: Path) -> int:
    """How many responses warcio, which the import does not use, finds."""
    count = 0
    for path in sorted(folder.rglob("*.warc.gz")):
        with path.open("rb") as stream:
            count += sum(record.rec_type == "response" for record in ArchiveIterator(stream))
    return count


def test_the_keys_of_captures_are_known_whether_they_landed_before_or_just_now(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("spiders.archives.capture_keys.NEW_AT_ONCE", 3)
    every = [
        page_id(f"https://example.org/{number}", datetime(2026, 11, 1, tzinfo=UTC), "") for number in range(9)
    ]
    keys = CaptureKeys(every[:2])
    assert [keys.add(key) for key in every] == [False, False, *[True] * 7]
    assert not any(keys.add(key) for key in every)
