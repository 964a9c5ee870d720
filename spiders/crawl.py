"""One crawl process: `python -m spiders.crawl JOB`, where JOB is the path of a job file."""

from __future__ import annotations

import asyncio
import logging
import sys
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

import spiders.network.handler  # noqa: F401  early: what it brings looks through all modules that are loaded by then
from spiders.pipelines.segment import land_regularly, writer_of
from spiders.processes.chains import crawl_chains
from spiders.processes.job import Job, read_job
from spiders.processes.progress_reporter import LogLines
from spiders.processes.running import run_until_done
from spiders.processes.shutdown import Shutdown


def crawl(job: Job, log_file: Path) -> None:
    """Crawl the job's sources; chains side by side, the sources of a chain in turn."""
    settings = Settings()
    settings.setmodule("spiders.settings", priority="project")
    settings.setdict({"TELL_PROGRESS": True, "LOG_FILE": str(log_file)}, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    logging.getLogger().addHandler(LogLines())
    # It misses the middleware for Referer headers, which are left out on purpose, in every spider.
    logging.getLogger("scrapy.downloadermiddlewares.redirect").setLevel(logging.ERROR)
    shutdown = Shutdown(process, job)
    shutdown.arm()
    run_until_done(process, _crawl_all(process, job, shutdown))


async def _crawl_all(process: AsyncCrawlerProcess, job: Job, shutdown: Shutdown) -> None:
    landing = asyncio.ensure_future(land_regularly(job))
    try:
        await crawl_chains(
            job.chains,
            lambda source: process.crawl(source.spider, job=job, source=source),
            lambda: shutdown.begun,
        )
    finally:
        landing.cancel()
        writer_of(job).close()


def main() -> None:
    path = Path(sys.argv[1])
    crawl(read_job(path), path.with_suffix(".log"))


if __name__ == "__main__":
    main()
