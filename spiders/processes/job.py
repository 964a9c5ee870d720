"""The job that a crawl process is given: its run, its sources, its limits."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from spiders.sources.source import Expectations, Source, SourceLimits


@dataclass(frozen=True, kw_only=True)
class Job:
    """One crawl process: its run, its sources in chains, and whose requests they are.

    Sources of one chain share a host and are crawled one after another; chains run side by side.
    `known` are the Parquet files of what is known of URLs, of which the last counts most, `erased` the hashes
    of URLs that were taken down. `name` is the process's own within the run: its segments are called by it.
    """

    run_id: str
    started_at: datetime
    data: Path
    user_agent: str
    network_allow: tuple[str, ...]
    chains: tuple[tuple[Source, ...], ...]
    known: tuple[Path, ...] = ()
    erased: frozenset[str] = frozenset()
    name: str = "crawl"


def write_job(job: Job, path: Path) -> None:
    """The job as JSON."""
    plain = asdict(job) | {"started_at": job.started_at.isoformat(), "data": str(job.data)}
    plain["erased"] = sorted(job.erased)
    plain["known"] = [str(path) for path in job.known]
    path.write_text(json.dumps(plain), encoding="utf-8")


def read_job(path: Path) -> Job:
    """The job that `write_job` wrote."""
    plain = json.loads(path.read_text(encoding="utf-8"))
    return Job(
        run_id=plain["run_id"],
        started_at=datetime.fromisoformat(plain["started_at"]),
        data=Path(plain["data"]),
        user_agent=plain["user_agent"],
        network_allow=tuple(plain["network_allow"]),
        chains=tuple(tuple(_source(source) for source in chain) for chain in plain["chains"]),
        known=tuple(Path(path) for path in plain["known"]),
        erased=frozenset(plain["erased"]),
        name=plain["name"],
    )


def _source(plain: dict[str, Any]) -> Source:
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in plain.items()
    }
    return Source(
        **values | {"limits": SourceLimits(**plain["limits"]), "expect": Expectations(**plain["expect"])}
    )
