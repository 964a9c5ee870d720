"""One crawl process: `python -m spiders.crawl JOB`, where JOB is the path of a job file."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from scrapy.crawler import CrawlerProcess
from scrapy.settings import Settings
from twisted.internet.defer import Deferred

import spiders.network.handler  # noqa: F401  early: what it brings looks through all modules that are loaded by then
from spiders.processes.job import Job, read_job
from spiders.processes.progress_reporter import LogLines
from spiders.processes.shutdown import Shutdown
from spiders.sources.source import Source

logger = logging.getLogger(__name__)


def crawl(job: Job, log_file: Path) -> None:
    """Crawl the job's sources; chains side by side, the sources of a chain in turn."""
    settings = Settings()
    settings.setmodule("spiders.settings", priority="project")
    settings.setdict({"TELL_PROGRESS": True, "LOG_FILE": str(log_file)}, priority="cmdline")
    process = CrawlerProcess(settings)
    logging.getLogger().addHandler(LogLines())
    # It misses the middleware for Referer headers, which are left out on purpose, in every spider.
    logging.getLogger("scrapy.downloadermiddlewares.redirect").setLevel(logging.ERROR)
    shutdown = Shutdown(process)
    for chain in job.chains:
        _follow(process, shutdown, job, list(chain))
    shutdown.arm()
    process.start(install_signal_handlers=False)


def _follow(process: CrawlerProcess, shutdown: Shutdown, job: Job, sources: list[Source]) -> None:
    if not sources or shutdown.begun:
        return
    ended: Deferred[None] = process.crawl(sources[0].spider, job=job, source=sources[0])
    ended.addErrback(lambda failure: logger.critical("%s: %s", sources[0].name, failure.getTraceback()))
    ended.addBoth(lambda _: _follow(process, shutdown, job, sources[1:]))


def main() -> None:
    path = Path(sys.argv[1])
    crawl(read_job(path), path.with_suffix(".log"))


if __name__ == "__main__":
    main()
