"""The segments of one crawl process: all its spiders land in one writer."""

from __future__ import annotations

import asyncio
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Protocol

from warehouse.base.data_folder import DataFolder
from warehouse.landing.segments import Rotation, SegmentWriter

ROTATION = Rotation(pages=400, bytes=16 * 1024 * 1024, seconds=15.0)
"""Small enough that writing a segment never holds up the event loop for long."""


class LandingJob(Protocol):
    """What segments are called by, and where they land."""

    @property
    def data(self) -> Path: ...
    @property
    def run_id(self) -> str: ...
    @property
    def name(self) -> str: ...


_open_spiders: Counter[SegmentWriter] = Counter()


def spider_opened(job: LandingJob) -> None:
    """Another spider of the process lands in its writer."""
    _open_spiders[writer_of(job)] += 1


def spider_closed(job: LandingJob) -> None:
    """A spider has landed its last row; after the last one of the process everything stands in landing/.

    `spiders.crawl` closes the writer at its end too; a spider that `scrapy crawl` started has nobody else.
    """
    writer = writer_of(job)
    _open_spiders[writer] -= 1
    if not _open_spiders[writer]:
        writer.close()


def writer_of(job: LandingJob) -> SegmentWriter:
    """The one writer of the process that crawls `job`."""
    return _writer(job.data, job.run_id, job.name)


async def land_regularly(job: LandingJob) -> None:
    """Land what is due though nothing new comes, until this is cancelled."""
    while True:
        await asyncio.sleep(1.0)
        writer_of(job).close_if_due()


@cache
def _writer(data: Path, run_id: str, name: str) -> SegmentWriter:
    return SegmentWriter(DataFolder(data), run_id, name, ROTATION, has_journal=True)
