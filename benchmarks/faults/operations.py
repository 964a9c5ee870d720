"""What is struck: everything that changes a data folder. Each is done again by doing it again."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

from bucket_machines import LAKE_URL, land, take_in
from bucket_machines import run as run_on_a_machine
from invented_stories import story
from landed_pages import article_html, fetched, leave_behind, page_of
from warehouse_rows import NOON, article, hours, rows

import flows.alerts
import flows.cleaning
import flows.landing
import flows.matching
import flows.stages.extract
import warehouse
from dedupe.articles.version import matching_version
from flows.configuration import Settings
from flows.ingestion.ingest import ingest
from flows.landing.landing_result import directly
from flows.matching.reelect_canonicals import reelect_canonicals
from flows.runs.context import RunContext
from spiders.archives.import_archives import import_archives
from spiders.extraction.extract import Extraction, ExtractionRules, Refusal, extract
from spiders.identity.urls import site_of
from spiders.workers.pool import NO_RULES
from warehouse.base.data_folder import DataFolder
from warehouse.base.progress import SilentProgress
from warehouse.checks.batch_checks import BatchRefused
from warehouse.derived.publish import publish
from warehouse.erasure.erase import NothingToErase, erase
from warehouse.erasure.target import find_target
from warehouse.lake.exclusive_writer import exclusive_writer
from warehouse.landing.segments import SegmentWriter, pending_segments
from warehouse.snapshots.snapshot import commit, current_snapshot
from warehouse.tables import Page
from warehouse.upkeep.maintenance import maintain
from warehouse.upkeep.migration import migrate
from warehouse.upkeep.retention import Retention

LAKES = Path(__file__).parents[2] / "tests" / "warehouse" / "lakes"


@dataclass(frozen=True)
class Operation:
    """`prepare` makes the data folder at a path, `act` is struck; `bucket`: where the lake is, if in one."""

    name: str
    prepare: Callable[[Path], None]
    act: Callable[[Path], None]
    bucket: str | None = None

    def folder(self, root: Path) -> DataFolder:
        return DataFolder(root, self.bucket)


def _here(
    pages: Iterable[Page], rules: Mapping[str, ExtractionRules], workers: int, *_: Any, **__: Any
) -> Iterator[tuple[Page, Extraction | Refusal]]:
    """Extraction without worker processes, which touch no file."""
    for page in pages:
        yield page, extract(page, rules.get(page.source, NO_RULES))


flows.stages.extract.extract_pages = _here  # type: ignore[attr-defined]


def warm_up() -> None:
    """Load once, before any fork, what is loaded when it is first needed: modules, models, dictionaries."""
    for package in (flows.alerts, flows.cleaning, flows.landing, flows.matching, flows.stages, warehouse):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                import_module(module.name)
    for name in ("datasketch", "obstore.store", "tantivy"):
        import_module(name)
    with suppress(ModuleNotFoundError):
        import_module("pandas")  # pyarrow loads it where it is installed, and nothing else needs it
    extract(page_of("whale"), NO_RULES)
    matching_version()
    site_of("https://gazette.example/")


def ingest_pending(root: Path, now: datetime = NOON) -> None:
    """A run without fetching, in this process; what is refused is in quarantine then."""
    context = RunContext("run-9", now, DataFolder(root), Settings(), SilentProgress(), 1)
    with suppress(BatchRefused):
        ingest(context, False, directly)


def _lake(root: Path) -> DataFolder:
    data = DataFolder(root)
    data.create()
    leave_behind(data, [page_of("whale", "first"), page_of("bridge", "first")])
    ingest_pending(root)
    return data


def _pending(root: Path) -> None:
    data = _lake(root)
    leave_behind(data, [page_of("forest", "second"), page_of("whale", "second")])
    copied = page_of("bridge", "third")
    url = "https://other.example/bridge"
    leave_behind(data, [replace(copied, url=url, final_url=url, source="other", page_id="copy of bridge")])


def _killed(root: Path) -> None:
    """Journals of two crawl processes that were killed, each with a page and an article that was awaited."""
    data = _lake(root)
    for name, other in (("forest", "harbour"), ("quarrel", "market")):
        writer = SegmentWriter(data, "killed", name, has_journal=True)
        for page in (page_of(name), page_of(other)):
            writer.expect(replace(fetched(page), outcome="failed", reason="crawl_died", page_id=None))
        writer.add(fetched(page_of(name)), page_of(name))


def _archive(root: Path) -> None:
    _lake(root)
    folder = root / "logs" / "archive"
    for name in ("harbour", "market"):
        path = folder / f"{name}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article_html(*story(name), title=name))


def _import(root: Path) -> None:
    data = DataFolder(root)
    with exclusive_writer(data):
        import_archives([root / "logs" / "archive"], data, current_snapshot(data), "import-1", hours(1))


def _publish(root: Path) -> None:
    data = DataFolder(root)
    with exclusive_writer(data):
        snapshot = current_snapshot(data)
        publish(data, snapshot)


def _unpublished(root: Path) -> None:
    data = _lake(root)
    base = current_snapshot(data)
    commit(data, base, rows(article("later")), [], base.manifest.committed_at)


def _history(root: Path) -> None:
    data = _lake(root)
    for number in range(6):
        base = current_snapshot(data)
        commit(data, base, rows(article(f"n{number}")), [], base.manifest.committed_at)
    _publish(root)


def _maintain(root: Path) -> None:
    data = DataFolder(root)
    with exclusive_writer(data):
        maintain(data, hours(24 * 100), Retention(keep=2))


def _erase(root: Path) -> None:
    data = DataFolder(root)
    with exclusive_writer(data), suppress(NothingToErase):
        target = find_target(data, "url", "https://gazette.example/bridge")
        erase(data, target, "url", "sweep", hours(24 * 40), reelect_canonicals)


def _older(root: Path) -> None:
    data = DataFolder(root)
    data.create()
    shutil.copytree(LAKES / "1.1", data.snapshots / "2")
    for path in (data.snapshots / "2").rglob("*.parquet"):
        shutil.copy(path, data.files)
    data.current.symlink_to("snapshots/2")


def _migrate(root: Path) -> None:
    data = DataFolder(root)
    with exclusive_writer(data):
        migrate(data, hours(24 * 40))


def _refusable(root: Path) -> None:
    _pending(root)
    data = DataFolder(root)
    page = page_of("quarrel", "wrong")
    leave_behind(data, [page], [replace(fetched(page), outcome="failed", reason="timeout")])


def _replayable(root: Path) -> None:
    _refusable(root)
    ingest_pending(root)
    data = DataFolder(root)
    for path in data.quarantine.rglob("faults.json"):
        path.write_text(path.read_text().replace('"version": "', '"version": "0.'))


def _machine(root: Path) -> None:
    data = DataFolder(root, LAKE_URL)
    run_on_a_machine(data, "first", 1)


def _commit_to_bucket(root: Path) -> None:
    data = DataFolder(root, LAKE_URL)
    with exclusive_writer(data):
        base = current_snapshot(data)
        if base.manifest.rows("articles") < 2:
            if not pending_segments(data, base):
                land(data, "second")
            take_in(data, "second", 2)


OPERATIONS = (
    Operation("run", _pending, ingest_pending),
    Operation("journals", _killed, ingest_pending),
    Operation("import", _archive, _import),
    Operation("publish", _unpublished, _publish),
    Operation("maintain", _history, _maintain),
    Operation("erase", _history, _erase),
    Operation("migrate", _older, _migrate),
    Operation("quarantine", _refusable, ingest_pending),
    Operation("replay", _replayable, ingest_pending),
    Operation("bucket", _machine, _commit_to_bucket, LAKE_URL),
)
