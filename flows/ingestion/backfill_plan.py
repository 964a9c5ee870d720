"""What a backfill will come to, measured on a sample before it starts.

The first megabytes of a few archives, spread over the list, are backfilled into a folder that is thrown away,
and what that took is multiplied by the bytes that there are. The sample is extracted by this machine's
processes. So the numbers hold as far as archives are alike; what grows with the lake is not in them.
"""

from __future__ import annotations

import resource
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from flows.configuration import Alerts
from flows.ingestion.backfill import Wanted, backfill, backlog
from flows.landing.landing_result import directly
from flows.runs.context import RunContext
from spiders.archives.captures import states_urls
from warehouse.base.data_folder import DataFolder

SAMPLED_ARCHIVES = 3
SAMPLED_BYTES = 8_000_000
"""Of each archive; some two hundred pages of CC-NEWS."""


@dataclass(frozen=True)
class ArchiveSample:
    """What a part of the archives came to. `serial` and `parallel` are CPU seconds: of the one process that
    reads, cleans, matches and commits, and of those that extract."""

    bytes: int
    pages: int
    articles: int
    serial: float
    parallel: float
    disk: int


@dataclass(frozen=True)
class BackfillPlan:
    """What is to be done, and what a sample of it took."""

    archives: int
    bytes: int
    done: int
    other_days: int
    missing: tuple[Path, ...]
    sample: ArchiveSample

    def lines(self, workers: int) -> list[str]:
        """For people; `workers` is the number of processes that would extract."""
        sample = self.sample
        times = self.bytes / sample.bytes if sample.bytes else 0.0
        serial, parallel = times * sample.serial / 3600, times * sample.parallel / 3600
        return [
            (
                f"archives: {self.archives} ({self.bytes / 1e9:.2f} GB); {self.done} landed before, "
                f"{self.other_days} of other days, {len(self.missing)} missing"
            ),
            f"sample: {sample.bytes / 1e6:.1f} MB, {sample.pages} pages, {sample.articles} articles",
            f"pages: about {times * sample.pages:,.0f}; articles: about {times * sample.articles:,.0f}",
            f"CPU: about {serial + parallel:.1f} hours, of which extraction {parallel:.1f}",
            f"disk: about {times * sample.disk / 1e9:.2f} GB, of which pages go after their retention",
            (
                f"time: about {serial + parallel / workers:.1f} hours with {workers} extraction processes, "
                f"{serial:.1f} with any number of them"
            ),
            *(f"missing: {path}" for path in self.missing),
        ]


def plan(run: RunContext, wanted: Wanted) -> BackfillPlan:
    """Measure a sample of what is to be done; nothing of it stays. Raises NotAnArchive and UnreadableList."""
    left = backlog(run, wanted)
    there = [file for file in left.files if file.exists()]
    return BackfillPlan(
        archives=len(there),
        bytes=sum(map(_bytes, there)),
        done=left.done,
        other_days=left.other_days,
        missing=tuple(file for file in left.files if not file.exists()),
        sample=_sampled(run, wanted, _spread(there)),
    )


def _spread(files: Sequence[Path]) -> list[Path]:
    """Some of the files, from the first to the last."""
    last = len(files) - 1
    places = {round(number * last / (SAMPLED_ARCHIVES - 1)) for number in range(SAMPLED_ARCHIVES)}
    return [files[place] for place in sorted(places)] if files else []


def _sampled(run: RunContext, wanted: Wanted, files: Sequence[Path]) -> ArchiveSample:
    with tempfile.TemporaryDirectory() as folder:
        data = DataFolder(Path(folder) / "data")
        settings = replace(run.settings, alerts=Alerts(), scheduler=None, lake=None)
        cuts = [_cut(file, Path(folder) / str(number)) for number, file in enumerate(files)]
        before = _cpu_seconds()
        trial = replace(wanted, archives=[str(cut) for cut in cuts])
        results = list(backfill(replace(run, data=data, settings=settings), trial, directly)) if cuts else []
        serial, parallel = (now - then for now, then in zip(_cpu_seconds(), before, strict=True))
        return ArchiveSample(
            bytes=sum(map(_bytes, cuts)),
            pages=sum(one.imported.landed for one in results),
            articles=sum(one.landed for one in results),
            serial=serial,
            parallel=parallel,
            disk=sum(file.stat().st_size for file in data.files.rglob("*") if file.is_file()),
        )


def _cut(file: Path, folder: Path) -> Path:
    """The beginning of a WARC file, under its name; anything else as it is."""
    if file.is_dir() or not states_urls(file) or file.name.lower().endswith(".wacz"):
        return file
    folder.mkdir()
    cut = folder / file.name
    with file.open("rb") as stream:
        cut.write_bytes(stream.read(SAMPLED_BYTES))
    return cut


def _bytes(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


def _cpu_seconds() -> tuple[float, float]:
    """Of this process, and of the processes that it waited for."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime, others.ru_utime + others.ru_stime
