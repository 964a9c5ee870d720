"""Scrapy's settings for one source in one job."""

from __future__ import annotations

from typing import Any

from spiders.processes.job import Job
from spiders.sources.source import Source
from warehouse.base.data_folder import DataFolder

_LEAST_DELAY = 0.001
"""Without any delay, Scrapy starts all that waits before it counts what is under way, whatever
CONCURRENT_REQUESTS_PER_DOMAIN says."""


def source_settings(source: Source, job: Job) -> dict[str, Any]:
    """What a source's limits mean in the words of Scrapy's settings."""
    limits = source.limits
    return {
        "USER_AGENT": job.user_agent,
        "RENDER": source.render,
        "DOWNLOAD_DELAY": max(limits.delay, _LEAST_DELAY),
        "CONCURRENT_REQUESTS_PER_DOMAIN": limits.connections,
        "DOWNLOAD_MAXSIZE": limits.page_bytes,
        "SOURCE_SECONDS": limits.minutes * 60,
        "AUTOTHROTTLE_ENABLED": limits.delay > 0,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": float(limits.connections),
        "HOST_FILES": str(DataFolder(job.data).cache),
    }


def document_bytes(source: Source) -> int:
    """Largest feed, sitemap or front page, after decompression: four times a page."""
    return 4 * source.limits.page_bytes
