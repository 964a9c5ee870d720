"""Pages of known sites, imported and landed over a lake in a process of its own: what each stage takes.

`python -m benchmarks.growth.landed_pages DATA WARC SITES` prints a JSON object of stages, each with its CPU
seconds, those of the extraction processes included, and the peak of the process's memory in MiB.
"""

from __future__ import annotations

import json
import resource
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

DAILY = "once a day"
"""What one run of a day's does: the others read what it has put together, and what has come since, at most a
day's rows, as here."""


class Stages:
    """CPU seconds and peak memory of named stages, those of several parts of a run together."""

    def __init__(self) -> None:
        self.found: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """All that happens in the context belongs to a stage."""
        Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here
        before = _cpu()
        yield
        one = self.found[name]
        one[0] += _cpu() - before
        one[1] = max(one[1], _peak())

    def perform(self, name: str, step: Callable[[], T]) -> T:
        """Carry out a step of a run."""
        with self.stage(name.partition(",")[0]):
            return step()


def main(data: Path, archive: Path, sites: int) -> None:
    stages = Stages()
    with stages.stage("start"):
        from benchmarks.growth.lake import land_a_day_of_attempts
        from benchmarks.growth.sites import SETTINGS
        from flows.crawling.kept_urls import kept_urls
        from flows.crawling.known_urls import write_known
        from flows.ingestion.ingest import ingest
        from flows.runs.context import RunContext
        from flows.runs.run_ids import new_run_id
        from flows.sources.recent import recent
        from spiders.archives.import_archives import import_archives
        from warehouse.base.data_folder import DataFolder
        from warehouse.base.progress import SilentProgress
        from warehouse.derived.moved_views import publish_moved
        from warehouse.lake.lake import Lake

        now = datetime.now(UTC)
        folder = DataFolder(data)
        folder.create()
        run = RunContext(new_run_id(now), now, folder, SETTINGS, SilentProgress(), workers=2)
    publish_moved(folder)  # the copied lake's views read the original
    with stages.stage(DAILY):
        kept_urls(folder, Lake(folder).current(), now)
        with recent(folder, Lake(folder).current(), now):
            pass
    land_a_day_of_attempts(folder, now)
    with stages.stage("known URLs"):
        path = data / "tmp" / "known.parquet"
        write_known(folder, Lake(folder).current(), path, now, list(SETTINGS.sources)[:sites])
    with stages.stage("import"):
        import_archives([archive], folder, Lake(folder).current(), run.run_id, now)
    before = _cpu()
    of_stages = sum(cpu for cpu, _ in stages.found.values())
    ingest(run, fetch=False, perform=stages.perform)
    performed = sum(cpu for cpu, _ in stages.found.values()) - of_stages
    stages.found["between stages"] = [_cpu() - before - performed, 0.0]
    json.dump(stages.found, sys.stdout)


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _peak() -> float:
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
