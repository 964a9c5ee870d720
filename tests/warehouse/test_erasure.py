from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from told_progress import ToldProgress
from warehouse_rows import (
    NOON,
    article,
    band,
    digest,
    duplicate,
    fetch,
    hours,
    page,
    pair,
    rejection,
    removed,
    rows,
    signature,
)

from flows.cli import cli
from flows.matching.reelect_canonicals import reelect_canonicals
from warehouse.base.data_folder import DataFolder
from warehouse.derived.publish import publish
from warehouse.erasure import erase as erase_module
from warehouse.erasure.erase import NothingToErase, erase, preview
from warehouse.erasure.proof import NeedleSearch, traces
from warehouse.erasure.target import Target, find_target
from warehouse.landing.segments import SegmentWriter, pending_segments
from warehouse.query.connection import connect
from warehouse.search.index import search
from warehouse.snapshots.retained import snapshot_numbers, snapshot_of
from warehouse.snapshots.snapshot import EMPTY, commit, current_snapshot
from warehouse.snapshots.sweep import sweep
from warehouse.tables import Article

SECRET = "The minister said a thing that a court has forbidden to repeat."
COPIED = " ".join(f"word{number}" for number in range(40))
SHARED = "A line that another article carries as well, which therefore stays."


def secret(**changes: Any) -> Article:
    return article("secret", text=f"{SECRET}\n{SHARED}", authors=("Ann Oracle",), **changes)


@pytest.fixture
def lake(data: DataFolder) -> DataFolder:
    """Three snapshots, a pending segment and a log, all with something of the secret article."""
    with SegmentWriter(data, "run", "crawl") as writer:
        for name in ("secret", "other"):
            writer.add(
                fetch(name), page(name, body=f"<p>{SECRET if name == 'secret' else name}</p>".encode())
            )
    segments = pending_segments(data, EMPTY)
    first = rows(
        [secret(), article("other", text=SHARED)],
        [article("copy", text=COPIED), article("copy2", text=COPIED, landed_at=hours(1))],
        [duplicate("copy", of="secret"), duplicate("copy2", of="secret")],
        [fetch("secret"), fetch("other"), rejection("other"), removed("secret", "Secret promo of it.")],
        [pair("copy", "secret"), pair("copy2", "secret")],
        [signature("secret"), signature("other"), band("secret", 1), band("other", 1)],
    )
    snapshot = commit(data, EMPTY, first, segments, NOON)
    snapshot = commit(data, snapshot, rows(secret(revision=2)), [], hours(1))
    snapshot = commit(data, snapshot, rows(article("later")), [], hours(2))
    publish(data, snapshot)
    with SegmentWriter(data, "run2", "crawl") as writer:
        writer.add(fetch("secret", run_id="run2"), page("secret", run_id="run2", body=SECRET.encode()))
    (data.logs / "run.log").write_text(
        "fetched https://example.org/secret\nfetched https://example.org/other\n"
    )
    return data


def die(*_: object) -> None:
    raise KeyboardInterrupt


def dying_at(count: int, real: Callable[..., Any]) -> Callable[..., Any]:
    """The function, until it is called so often."""
    calls = iter(range(1, count))

    def call(*arguments: Any) -> Any:
        return die() if next(calls, None) is None else real(*arguments)

    return call


def erase_secret(root: Path) -> None:
    data = DataFolder(root)
    sweep(data)
    erase(
        data,
        find_target(data, "url", "https://example.org/secret"),
        "url",
        "court",
        hours(3),
        reelect_canonicals,
    )


def test_the_proof_tells_how_far_it_is(lake: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.erasure.proof.MB", 100)
    told = ToldProgress()
    traces(lake, find_target(lake, "url", "https://example.org/secret"), told)
    proof = told.stages["proof"]
    assert proof.done == proof.total
    assert proof.done > 100


def test_what_lies_across_two_blocks_of_a_file_is_found(
    lake: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = find_target(lake, "url", "https://example.org/secret")
    whole = traces(lake, target)
    monkeypatch.setattr("warehouse.erasure.proof.BLOCK", 104)
    assert traces(lake, target) == whole
    assert {trace.path.name for trace in whole} > {"run.log"}


@given(
    st.lists(st.text("ab", min_size=1, max_size=24), min_size=1, max_size=12),
    st.lists(st.one_of(st.integers(0, 11), st.text("ab", max_size=9)), max_size=12),
)
def test_needles_of_any_length_are_found_wherever_they_stand(
    needles: list[str], content: list[int | str]
) -> None:
    """What is searched is made of some of the needles and of what looks like them."""
    parts = (needles[part % len(needles)] if isinstance(part, int) else part for part in content)
    haystack, wanted = "".join(parts).encode(), {needle.encode() for needle in needles}
    assert NeedleSearch(needles).found(haystack) == {needle for needle in wanted if needle in haystack}


def test_nothing_of_it_is_left_in_any_byte(lake: DataFolder) -> None:
    target = find_target(lake, "url", "https://example.org/secret")
    before = traces(lake, target)
    assert {trace.path.parts[len(lake.root.parts)] for trace in before} == {
        "keys",
        "lake",
        "landing",
        "logs",
        "search",
        "warehouse.duckdb",
    }
    erase(lake, target, "url", "court", hours(3), reelect_canonicals)
    assert traces(lake, target) == []
    assert search(lake, "minister", 10) == []
    assert len(search(lake, "later", 10)) == 1


def test_an_article_that_loses_its_latest_text_only_is_found_by_the_one_before(data: DataFolder) -> None:
    other = article("other", text="The ferry sails.")
    snapshot = commit(data, EMPTY, rows(secret(), other), [], NOON)
    moved = article("other", revision=2, url=article("secret").url, text="The harbour.")
    publish(data, commit(data, snapshot, rows(moved), [], hours(1)))
    target = find_target(data, "article", digest("secret", 16))
    erase(data, target, "article", "court", hours(3), reelect_canonicals)
    assert [len(search(data, word, 10)) for word in ("minister", "harbour", "ferry")] == [0, 0, 1]


@pytest.mark.parametrize("value", [SECRET, [SECRET], [{"a": 1, "b": [SECRET]}], SECRET.encode()])
def test_the_proof_reads_texts_in_any_column_and_names_every_place(data: DataFolder, value: object) -> None:
    table = pa.table({"number": [1], "kept": [value]})
    pq.write_table(table, data.files / "a.parquet", compression="gzip", write_statistics=False)
    assert SECRET.encode() not in (data.files / "a.parquet").read_bytes()
    (data.quarantine / "b.parquet").hardlink_to(data.files / "a.parquet")
    nothing = frozenset[str]()
    target = Target(nothing, nothing, nothing, frozenset({SECRET}), frozenset(), None)
    assert {trace.path.name for trace in traces(data, target)} == {"a.parquet", "b.parquet"}


def test_everything_else_stays_in_every_snapshot(lake: DataFolder) -> None:
    erase_secret(lake.root)
    sql = "SELECT count(*), count(*) FILTER (WHERE text LIKE '%carries as well%') FROM articles_all"
    counts = []
    for number in snapshot_numbers(lake):
        with connect(snapshot_of(lake, number)) as database:
            counts.append(database.execute(sql).fetchone())
    assert counts == [(3, 1), (3, 1), (4, 1), (4, 1)]
    assert "other" in (lake.logs / "run.log").read_text()


def test_a_hash_of_the_url_stays(lake: DataFolder) -> None:
    erase_secret(lake.root)
    with connect(current_snapshot(lake)) as database:
        notes = database.execute("SELECT DISTINCT url_hash, scope, reason FROM landed.erasures").fetchall()
    assert notes == [(hashlib.sha256(b"https://example.org/secret").hexdigest(), "url", "court")]


def test_the_copies_of_an_erased_canonical_stay_one_cluster(lake: DataFolder) -> None:
    erase_secret(lake.root)
    with connect(current_snapshot(lake)) as database:
        (cluster,) = database.execute("SELECT title, size FROM clusters").fetchall()
    assert cluster[1] == 2


@pytest.mark.parametrize(
    ("scope", "value", "articles"),
    [("article", digest("secret", 16), 1), ("author", "Ann Oracle", 1), ("source", "example-news", 5)],
)
def test_content_can_be_named_by_article_author_and_source(
    lake: DataFolder, scope: str, value: str, articles: int
) -> None:
    target = find_target(lake, scope, value)
    assert len(target.articles) == articles
    erase(lake, target, scope, "request", hours(3), reelect_canonicals)
    assert traces(lake, target) == []


def test_a_rejected_page_that_names_the_author_goes_too_and_its_url_is_not_refused(
    data: DataFolder,
) -> None:
    bodies = {"by": "<p>Von Zoë Müller", "about": "<p>Zoë Müller wins", "other": "<p>Zoë Meier"}
    pages = [page(name, body=body.encode()) for name, body in bodies.items()]
    snapshot = commit(data, EMPTY, rows(article("about", authors=("Bob",)), pages), [], NOON)
    publish(data, snapshot)
    target = find_target(data, "author", "Zoë Müller")
    assert target.pages == {digest("page of by", 24)}
    assert (target.articles, target.urls) == (frozenset(), frozenset())
    erase(data, target, "author", "request", hours(1), reelect_canonicals)
    with connect(current_snapshot(data)) as database:
        assert database.execute("SELECT count(*) FROM landed.pages").fetchone() == (2,)
    assert traces(data, target) == []


def test_an_author_is_not_erased_while_pages_wait_to_be_extracted(lake: DataFolder) -> None:
    arguments = ["--data", str(lake.root), "erase", "--author", "Ann Oracle", "--reason", "request"]
    refused = CliRunner().invoke(cli, arguments)
    assert (refused.exit_code, "run first: copydesk run --no-fetch" in refused.output) == (1, True)


@pytest.mark.parametrize("scope", ["url", "article", "author"])
def test_the_print_form_of_an_article_goes_with_it_and_its_url_is_refused(
    data: DataFolder, scope: str
) -> None:
    link = "<link href='/secret' rel=canonical>"
    with SegmentWriter(data, "run", "crawl") as writer:
        for name, body in (("secret", SECRET), ("secret/print", link + SECRET), ("other", "<p>Other.</p>")):
            writer.add(fetch(name), page(name, body=body.encode()))
    segments = pending_segments(data, EMPTY)
    fetches = [row for segment in segments for row in segment.fetches()]
    publish(data, commit(data, EMPTY, rows(secret(), article("other"), fetches), segments, NOON))
    value = {"url": "https://example.org/secret", "article": digest("secret", 16), "author": "Ann Oracle"}
    target = find_target(data, scope, value[scope])
    assert "https://example.org/secret/print" in target.urls
    erase(data, target, scope, "court", hours(1), reelect_canonicals)
    assert traces(data, target) == []
    with connect(current_snapshot(data)) as database:
        assert database.execute("SELECT url FROM landed.pages").fetchall() == [("https://example.org/other",)]


def test_the_hash_that_is_kept_is_no_trace(data: DataFolder) -> None:
    url = "https://example.org/real"
    publish(data, commit(data, EMPTY, rows(article("real", article_id=digest(url, 16))), [], NOON))
    target = find_target(data, "url", url)
    assert digest(url, 16) in {trace.needle for trace in traces(data, target)}
    erase(data, target, "url", "court", hours(1), reelect_canonicals)
    assert traces(data, target) == []


def test_a_dry_run_changes_nothing_and_says_the_same(lake: DataFolder) -> None:
    target = find_target(lake, "url", "https://example.org/secret")
    before = {path: path.read_bytes() for path in lake.root.rglob("*") if path.is_file()}
    previewed = preview(lake, target)
    assert {path: path.read_bytes() for path in lake.root.rglob("*") if path.is_file()} == before
    assert previewed.rows["articles"] == 2
    assert erase(lake, target, "url", "court", hours(3), reelect_canonicals) == previewed


def test_a_url_that_never_landed_is_refused_for_the_future(data: DataFolder) -> None:
    target = find_target(data, "url", "https://example.org/future")
    erase(data, target, "url", "court", NOON, reelect_canonicals)
    with connect(current_snapshot(data)) as database:
        assert database.execute("SELECT count(*) FROM landed.erasures").fetchone() == (1,)


@pytest.mark.parametrize("scope", ["article", "author", "source"])
def test_what_is_misspelt_is_refused_and_changes_nothing(lake: DataFolder, scope: str) -> None:
    target = find_target(lake, scope, "ann oracel")
    with pytest.raises(NothingToErase, match=f"matches {scope}=ann oracel; nothing was changed"):
        preview(lake, target)
    with pytest.raises(NothingToErase):
        erase(lake, target, scope, "request", hours(3), reelect_canonicals)
    assert list(snapshot_numbers(lake)) == [1, 2, 3]


@pytest.mark.parametrize("at", ["take_out_of_index", "publish"])
def test_the_next_try_finishes_an_erasure_that_was_killed_after_its_commit(
    lake: DataFolder, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    target = find_target(lake, "url", "https://example.org/secret")
    with monkeypatch.context() as killed, pytest.raises(KeyboardInterrupt):
        killed.setattr(erase_module, at, die)
        erase_secret(lake.root)
    assert {lake.search, lake.database.parent} & {trace.path.parent for trace in traces(lake, target)}
    erase_secret(lake.root)
    assert traces(lake, target) == []


def test_what_an_erasure_left_that_was_killed_at_its_very_end_goes_with_the_next_run(
    lake: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = find_target(lake, "article", digest("secret", 16))
    with monkeypatch.context() as killed, pytest.raises(KeyboardInterrupt):
        killed.setattr(erase_module, "remove_unreferenced", die)
        erase(lake, target, "article", "court", hours(3), reelect_canonicals)
    assert {trace.path.parent for trace in traces(lake, target)} == {lake.files}
    sweep(lake)
    assert traces(lake, target) == []


@pytest.mark.parametrize("published", [1, 3])
def test_published_views_can_be_read_wherever_an_erasure_is_killed(
    lake: DataFolder, monkeypatch: pytest.MonkeyPatch, published: int
) -> None:
    publish(lake, snapshot_of(lake, published))  # 1: the runs after it were killed before they published
    for name, count in (
        ("exchange", 2),
        ("take_out_of_index", 1),
        ("exchange", 4),
        ("remove_unreferenced", 1),
    ):
        with monkeypatch.context() as killed, pytest.raises(KeyboardInterrupt):
            killed.setattr(erase_module, name, dying_at(count, getattr(erase_module, name)))
            erase_secret(lake.root)
        with duckdb.connect(str(lake.database), read_only=True) as database:
            assert database.execute("SELECT count(text) FROM articles").fetchone() in ((3,), (4,))


def test_the_verb_proves_it_and_names_what_is_left_elsewhere(lake: DataFolder) -> None:
    (lake.logs / "note.txt").write_text(SECRET)
    arguments = [
        "--data",
        str(lake.root),
        "erase",
        "--url",
        "https://EXAMPLE.org/secret#top",
        "--reason",
        "court",
    ]
    assert "would be removed" in CliRunner().invoke(cli, [*arguments, "--dry-run"]).output
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 1
    assert "1 traces left\n  logs/note.txt: The minister" in result.output
    assert CliRunner().invoke(cli, ["--data", str(lake.root), "erase", "--reason", "x"]).exit_code == 2


def test_targets_of_several_snapshots_are_one() -> None:
    empty = Target(frozenset(), frozenset(), frozenset(), frozenset(), frozenset(), None)
    assert (empty | empty) == empty
