"""Landed keys are looked up beside the data files, where they must never say more or less than the lake."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from warehouse_rows import NOON, article, digest, fetch, hours, page, rows

from warehouse.base.data_folder import DataFolder
from warehouse.derived.publish import refresh_keys
from warehouse.landing.segments import SegmentWriter, pending_segments
from warehouse.query.connection import connect_landed
from warehouse.query.landed_keys import ArticleKeys, PageKeys
from warehouse.query.other_urls import OtherUrls
from warehouse.query.sought_articles import execute_on_articles
from warehouse.snapshots.snapshot import EMPTY, Snapshot, commit, install

IDS = [digest(name, 16) for name in "abcd"]


def keys(data: DataFolder, snapshot: Snapshot) -> list[tuple[Any, ...]]:
    found = ArticleKeys(data, snapshot).rows_of(IDS).rows.select(["article_id", "revision", "extraction"])
    return sorted(tuple(row.values()) for row in found.to_pylist())


def lake_of(data: DataFolder, *names: str) -> Snapshot:
    snapshot = EMPTY
    for hour, name in enumerate(names):
        snapshot = commit(data, snapshot, rows(article(name)), [], hours(hour))
    return snapshot


def beside(data: DataFolder, name: str) -> list[Path]:
    return sorted(data.keys.glob(f"{name}-*.npy"))


def test_keys_are_the_same_before_and_after_they_are_written_down(data: DataFolder) -> None:
    snapshot = lake_of(data, "a", "b")
    before = keys(data, snapshot)
    refresh_keys(data, snapshot)
    for path in snapshot.paths("articles"):
        path.unlink()  # nothing looks there any more
        (data.files / path.name).unlink()
    assert keys(data, snapshot) == before == sorted((digest(name, 16), 1, 1) for name in "ab")


def test_keys_of_a_file_that_is_gone_are_forgotten(data: DataFolder) -> None:
    snapshot = lake_of(data, "a", "b")
    refresh_keys(data, snapshot)
    assert len(beside(data, "articles")) == 2
    left = install(data, snapshot, snapshot.manifest.of("articles")[1:], hours(5), "erasure")
    assert keys(data, left) == [(digest("b", 16), 1, 1)]
    refresh_keys(data, left)
    assert len(beside(data, "articles")) == 1
    refresh_keys(data, install(data, left, [], hours(6), "erasure"))
    assert list(data.keys.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"\x93NUMPY no file of ours"])
def test_broken_numbers_are_rebuilt(data: DataFolder, content: bytes) -> None:
    snapshot = lake_of(data, "a")
    refresh_keys(data, snapshot)
    (path,) = beside(data, "articles")
    path.write_bytes(content)
    assert keys(data, snapshot) == [(digest("a", 16), 1, 1)]
    assert path.read_bytes() != content


def test_of_sought_articles_the_rows_are_those_that_a_look_at_all_files_gives(data: DataFolder) -> None:
    snapshot = lake_of(data, "a", "b", "c")
    snapshot = commit(data, snapshot, rows(article("a", revision=3, extraction=2)), [], hours(40))
    known = ArticleKeys(data, snapshot)
    assert [file.rows for file in known.rows_of(IDS[1:2]).files] == [1]
    for wanted in (IDS, IDS[:1], IDS[3:], []):
        with connect_landed(snapshot, ["articles"]) as database:
            every, few = (
                execute_on_articles(database, "landing/latest_texts", wanted, kept).to_arrow_table()
                for kept in (None, known)
            )
        assert few.sort_by("article_id").equals(every.sort_by("article_id"))
        assert few["revision"].to_pylist().count(3) == (IDS[0] in wanted)


def test_pages_have_keys_too(data: DataFolder) -> None:
    with SegmentWriter(data, "run", "crawl") as writer:
        writer.add(fetch("a"), page("a"))
    snapshot = commit(data, EMPTY, rows(article("a")), pending_segments(data, EMPTY), NOON)
    refresh_keys(data, snapshot)
    near = page("a").page_id[:-1] + ("0" if page("a").page_id[-1] != "0" else "1")
    sought = pa.chunked_array([[page("b").page_id, page("a").page_id, near]])
    assert PageKeys(data, snapshot).landed(sought).to_pylist() == [page("a").page_id]


def test_an_article_is_found_by_the_urls_that_it_had_and_by_that_of_its_amp_form(data: DataFolder) -> None:
    moved = article("a", canonical_url="https://new.example/a", former_urls=("https://old.example/a",))
    amp = [article(name, amp_url="https://amp.example/b") for name in "bc"]
    others = OtherUrls(data, commit(data, EMPTY, rows(moved, *amp, article("d")), [], NOON))
    urls = ["https://new.example/a", "https://old.example/a", "https://amp.example/b"]
    for url in urls[:2]:
        assert others.moved([url]) == {digest("a", 16)}
    assert others.moved(urls[2:]) == set() and others.with_amp_url(urls[:2]) == {}
    assert others.with_amp_url(urls) == {urls[2]: max(digest(name, 16) for name in "bc")}
