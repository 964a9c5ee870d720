"""Extraction on a Dask cluster of processes on loopback: as on one machine, whoever dies meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from bucket_machines import LAKE_URL
from dask_cluster import DaskCluster, dask_cluster, die
from landed_pages import extract_here, leave_behind, page_of, requested_page
from newsroom import Newsroom
from shown_commands import shown

from flows.configuration import ConfigError, load_settings
from flows.draft import PreparedExtraction
from flows.ingestion.ingest import ingest
from flows.ingestion.prepare import prepare_run
from flows.landing.landing_result import directly
from flows.stages.extract import WORKER
from spiders.cluster import cluster_pool as engine
from spiders.cluster.cluster_pool import ClusterFailed, ClusterPool
from spiders.cluster.extract_part import ChangedFile, OtherCode, extract_part, put, take
from spiders.cluster.same_code import code_hash
from spiders.cluster.work_files import WorkFileMissing, work_files
from spiders.extraction.model import Extraction, Refusal
from warehouse.base.data_folder import DataFolder
from warehouse.bucket.store import Bucket
from warehouse.landing.segments import pending_segments
from warehouse.query.connection import connect
from warehouse.snapshots.snapshot import current_snapshot
from warehouse.tables import Page

pytestmark = pytest.mark.services

dask_scheduler = pytest.importorskip("distributed.cli.dask_scheduler")
dask_worker = pytest.importorskip("distributed.cli.dask_worker")
pytest.importorskip("moto.server")
pytest.importorskip("obstore")

OUTLETS = ("wire-desk", "harbour-courier", "northfield-ledger", "daily-meridian")
WHAT_LANDED = {
    "articles": "SELECT article_id, revision, title, authors, published_at, text, blocks FROM articles_all",
    "clusters": "SELECT article_id, cluster_id, story_id, original_id FROM memberships",
    "cut": "SELECT article_id, position, kind, text FROM removed_blocks",
    "rejections": "SELECT page_id, reason, detail FROM rejections",
    "sums": "SELECT discovered, fetched, unchanged, rejected, new, revised, duplicate, findings FROM runs",
}


@pytest.fixture(autouse=True)
def without_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """One machine extracts in this process, which is quicker than to start another."""
    monkeypatch.setattr("flows.stages.extract.extract_pages", extract_here)


@pytest.fixture(scope="module")
def cluster(endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    key = {"AWS_ACCESS_KEY_ID": "tests", "AWS_SECRET_ACCESS_KEY": "tests", "AWS_ENDPOINT_URL": endpoint}
    with dask_cluster(tmp_path_factory.mktemp("cluster"), key) as opened:
        yield opened


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    with Newsroom(only=OUTLETS) as newsroom:
        links = [(url, truth.outlet) for url, truth in newsroom.truth.items()]
        return [page for url, outlet in links if (page := requested_page(url, outlet))]


def landed(folder: Path, pages: Sequence[Page], scheduler: str | None, lake: str = "") -> dict[str, Any]:
    """Everything that a run makes of pages, extracted on a cluster or here."""
    folder.mkdir()
    config = folder / "sources.toml"
    extraction = f'[extraction]\nscheduler = "{scheduler}"\n' if scheduler else ""
    config.write_text(
        f'[copydesk]\ncontact = "desk@copydesk.example"\n[warehouse]\nlake = "{lake}"\n{extraction}'
    )
    data = DataFolder(folder / "data", lake or None)
    data.create()
    leave_behind(data, pages)
    ingest(prepare_run(data.root, config, False), False, directly)
    assert pending_segments(data, current_snapshot(data)) == [] and list(data.tmp.iterdir()) == []
    with connect(current_snapshot(data)) as database:
        return {name: sorted(database.execute(sql).fetchall(), key=repr) for name, sql in WHAT_LANDED.items()}


def test_on_files_and_on_s3_with_a_worker_killed_the_same_lands_as_on_one_machine(
    pages: list[Page], cluster: DaskCluster, bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "PART_PAGES", 4)
    here = landed(tmp_path / "here", pages, None)
    assert len(here["articles"]) > 30 and here["clusters"] and here["cut"]
    assert landed(tmp_path / "files", pages, cluster.url) == here

    taken: list[str] = []

    def killing_after_the_first(files: Any, file: Any) -> Any:
        taken.append(file.name)
        if len(taken) == 1:
            cluster.kill_worker()
        return take(files, file)

    monkeypatch.setattr(engine, "take", killing_after_the_first)
    assert landed(tmp_path / "s3", pages, cluster.url, LAKE_URL) == here
    assert len(taken) > 6
    assert bucket.entries("work") == []
    cluster.add_workers(1)


def test_a_part_that_kills_its_worker_twice_becomes_rows_with_a_reason_and_the_rest_goes_on(
    cluster: DaskCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "PART_PAGES", 1)
    monkeypatch.setattr(engine, "AHEAD", 0.4)  # one part at a time: the others' workers live
    sent = [page_of(name) for name in ("one", "two", "three")]

    def deadly(page: Page) -> bool:
        return page.url.endswith("two")

    results: list[tuple[Page, Extraction | Refusal]] = []
    for page in sent:
        with monkeypatch.context() as patch:
            if deadly(page):
                patch.setattr(engine, "extract_part", die)
            with ClusterPool(cluster.url, str(tmp_path / "work")) as pool:
                results += pool.extract([page], {})
        cluster.add_workers(2 - sum(worker.poll() is None for worker in cluster.workers))
    refused = [page.url for page, result in results if isinstance(result, Refusal)]
    assert refused == [page.url for page in sent if deadly(page)]
    (refusal,) = (result for _, result in results if isinstance(result, Refusal))
    assert (refusal.reason, refusal.detail) == ("extractor_died", "the cluster's workers that had it died")


def test_a_scheduler_that_does_not_respond_leaves_the_pages_in_landing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "CONNECT_SECONDS", 1)
    with pytest.raises(ClusterFailed, match=r"tcp://127.0.0.1:9: OSError: Timed out.*stay in landing"):
        landed(tmp_path / "one", [page_of("one")], "tcp://127.0.0.1:9")
    again = DataFolder(tmp_path / "one" / "data")
    assert len(pending_segments(again, current_snapshot(again))) == 1


def test_a_scheduler_that_dies_in_the_middle_ends_the_run_and_the_next_one_lands_its_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "PART_PAGES", 1)
    monkeypatch.setattr(engine, "CONNECT_SECONDS", 2)
    pages = [page_of(str(number)) for number in range(8)]
    with dask_cluster(tmp_path / "cluster", {}, workers=1) as cluster:

        def killing(files: Any, file: Any) -> Any:
            cluster.kill_scheduler()
            return take(files, file)

        monkeypatch.setattr(engine, "take", killing)
        with pytest.raises(ClusterFailed, match="stay in landing"):
            landed(tmp_path / "one", pages, cluster.url)
    data = DataFolder(tmp_path / "one" / "data")
    assert current_snapshot(data).is_empty
    (left,) = ingest(prepare_run(data.root, tmp_path / "none.toml", False), False, directly).landed
    assert left.run.new == len(pages)


def test_files_of_others_and_workers_with_other_code_are_refused(tmp_path: Path) -> None:
    files = work_files(str(tmp_path))
    file = put(files, "pages", [page_of("one")])
    with pytest.raises(OtherCode, match="install the same there"):
        extract_part(str(tmp_path), file, {}, "of before")
    files.write("pages", b"evil")
    with pytest.raises(ChangedFile, match="another content than was written"):
        take(files, file)
    files.remove("pages")
    with pytest.raises(WorkFileMissing, match="under the same path"):
        take(files, file)


def test_a_worker_of_the_cluster_makes_of_a_page_what_a_process_of_a_run_makes(tmp_path: Path) -> None:
    files = work_files(str(tmp_path))
    file = put(files, "pages", [page_of("one")])
    (found,) = take(files, extract_part(str(tmp_path), file, {}, code_hash(), WORKER))
    assert isinstance(found, PreparedExtraction) and found.passages


def test_what_is_shown_of_dask_is_understood() -> None:
    commands = {"scheduler": dask_scheduler.main, "worker": dask_worker.main}
    lines = shown("dask")
    assert {words[0] for words in lines} == set(commands)
    for name, *words in lines:
        commands[name].make_context(name, words)


@pytest.mark.parametrize("url", ["dask.example:8786", "http://dask.example", "tcp://dask", "tcp://a b:1"])
def test_what_is_no_scheduler_is_said(url: str, tmp_path: Path) -> None:
    config = tmp_path / "sources.toml"
    config.write_text(f'[copydesk]\ncontact = "desk@copydesk.example"\n[extraction]\nscheduler = "{url}"\n')
    with pytest.raises(ConfigError, match="tcp://host:8786"):
        load_settings(config)
