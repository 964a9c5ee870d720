"""An article that is taken out of the search index leaves nothing in its files."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest
from warehouse_rows import article, digest, hours, rows

from warehouse.base.data_folder import DataFolder
from warehouse.search import take_out
from warehouse.search.index import WRITER_HEAP, open_index, rebuild_index, search, update_index
from warehouse.search.take_out import take_out_of_index
from warehouse.snapshots.snapshot import EMPTY, Snapshot, commit, current_snapshot, install
from warehouse.tables import Article

FORBIDDEN = ["forbidden", "unspeakable"]
SECRET = digest("secret", 16)


@pytest.fixture(autouse=True)
def not_rebuilt(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The snapshots for which the index was rebuilt."""
    numbers: list[int] = []

    def rebuild(data: DataFolder, snapshot: Snapshot, *more: object) -> None:
        numbers.append(snapshot.number)
        rebuild_index(data, snapshot)

    monkeypatch.setattr(take_out, "rebuild_index", rebuild)
    return numbers


@pytest.mark.parametrize("runs", [1, 3, 12])
def test_no_dictionary_has_its_words_and_no_file_its_key(
    tmp_path: Path, not_rebuilt: list[int], runs: int
) -> None:
    data = _indexed(tmp_path, runs)
    _only_delete(data, SECRET)
    assert (_texts_with(data), _files_with(data, SECRET.encode()) != []) == ([1, 1], True)
    take_out_of_index(data, _without_secret(data), [SECRET])
    assert (_texts_with(data), _files_with(data, SECRET.encode()), not_rebuilt) == ([0, 0], [], [])


def test_all_else_is_found_as_before(tmp_path: Path, not_rebuilt: list[int]) -> None:
    data = _indexed(tmp_path, 3)
    base = current_snapshot(data)
    snapshot = commit(data, base, rows(article("later", text="ferry")), [], hours(50))
    take_out_of_index(data, snapshot, [SECRET])
    assert [len(search(data, query, 20)) for query in ("ferry", "harbour", "forbidden")] == [4, 3, 0]
    after = commit(data, snapshot, rows(article("last", text="ferry")), [], hours(51))
    assert (update_index(data, after), len(search(data, "ferry", 20)), not_rebuilt) == (1, 5, [])


def test_the_only_article_can_be_taken_out(data: DataFolder, not_rebuilt: list[int]) -> None:
    snapshot = commit(data, EMPTY, rows(article("secret", text=TEXT)), [], hours(0))
    update_index(data, snapshot)
    before = _segment_files(data)
    take_out_of_index(data, _without_secret(data), [SECRET])
    assert before and not before & _segment_files(data)
    assert (search(data, "forbidden", 10), not_rebuilt) == ([], [])


@pytest.mark.parametrize("at", ["_commit_one", "_delete_left"])
def test_what_was_killed_is_done_by_the_next_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, not_rebuilt: list[int], at: str
) -> None:
    data = _indexed(tmp_path, 3)
    before = _segment_files(data)
    with monkeypatch.context() as killed, pytest.raises(KeyboardInterrupt):
        killed.setattr(take_out, at, _die)
        take_out_of_index(data, _without_secret(data), [SECRET])
    take_out_of_index(data, current_snapshot(data), [SECRET])
    assert not before & _segment_files(data)
    assert (len(search(data, "harbour", 20)), search(data, "forbidden", 20), not_rebuilt) == (3, [], [])


def test_an_index_of_which_a_segment_stays_is_rebuilt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, not_rebuilt: list[int]
) -> None:
    data = _indexed(tmp_path, 3)
    before = _segment_files(data)
    monkeypatch.setattr(take_out, "_MERGED", 0)  # as if the next version merged only larger groups
    snapshot = _without_secret(data)
    take_out_of_index(data, snapshot, [SECRET])
    assert not before & _segment_files(data)
    assert not_rebuilt == [snapshot.number]


TEXT = "The harbour, the ferry, and what is forbidden and unspeakable."


def _indexed(folder: Path, runs: int) -> DataFolder:
    """An index that so many runs wrote, each a segment of a text; the first wrote the secret one, too."""
    data = DataFolder(folder)
    data.create()
    snapshot = EMPTY
    for number in range(runs):
        batch: list[Article] = [article(f"{number}", text=f"The harbour and the ferry of run {number}.")]
        if number == 0:
            batch.append(article("secret", text=TEXT))
        snapshot = commit(data, snapshot, rows(batch), [], hours(number))
        update_index(data, snapshot)
    return data


def _without_secret(data: DataFolder) -> Snapshot:
    """A snapshot after a takedown, which lands no article."""
    base = current_snapshot(data)
    return install(data, base, base.manifest.files, hours(100), "erasure")


def _only_delete(data: DataFolder, key: str) -> None:
    """As updating does it."""
    writer = open_index(data.search).writer(WRITER_HEAP, 1)
    writer.delete_documents_by_term("article_id", key)
    writer.commit()
    writer.wait_merging_threads()


def _texts_with(data: DataFolder) -> list[int]:
    """For each forbidden word: of how many texts the segments have it, deleted ones too."""
    searcher = open_index(data.search).searcher()
    return [searcher.doc_freq("text", word) for word in FORBIDDEN]


def _files_with(data: DataFolder, needle: bytes) -> list[str]:
    return [path.name for path in data.search.iterdir() if needle in path.read_bytes()]


def _segment_files(data: DataFolder) -> set[str]:
    return {path.name for path in data.search.iterdir() if path.suffix == ".term"}


def _die(*_: object) -> NoReturn:
    raise KeyboardInterrupt
