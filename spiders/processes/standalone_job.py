"""The job of a spider that is started by hand: `scrapy crawl outlet -a source=NAME`."""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

from spiders.processes.job import Job
from spiders.sources.sources_file import read_sources
from warehouse.base.data_folder import DataFolder
from warehouse.base.errors import CopydeskError


class UnknownSource(CopydeskError):
    """A source that the configuration does not name."""

    def __init__(self, name: str, path: Path, known: tuple[str, ...]):
        super().__init__(name, path, known)
        self.name = name
        self.path = path
        self.known = known

    def __str__(self) -> str:
        known = ", ".join(self.known[:20]) or "none"
        return f"{self.path} has no source {self.name!r}; its sources: {known}"


def standalone_job(name: str) -> Job:
    """A job for one source of the configuration that COPYDESK_CONFIG names, without what is known.

    Its pages land in the data folder of COPYDESK_DATA; `copydesk run --no-fetch` takes them in. Raises
    UnknownSource, ConfigError.
    """
    path = Path(os.environ.get("COPYDESK_CONFIG", "sources.toml"))
    web = read_sources(path)
    if name not in web.sources:
        raise UnknownSource(name, path, tuple(web.sources))
    data = DataFolder(Path(os.environ.get("COPYDESK_DATA", "data")))
    data.create()
    now = datetime.now(UTC)
    return Job(
        run_id=f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}",
        started_at=now,
        data=data.root,
        user_agent=web.user_agent,
        network_allow=web.network_allow,
        chains=((web.sources[name],),),
    )
