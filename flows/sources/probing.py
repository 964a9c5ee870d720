"""Runs a probe of sources in a process of its own and gives back what it saw."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.configuration import Settings
from spiders.probe import ProbeResult
from spiders.processes.job import Job, write_job
from spiders.sources.source import Source


def probe(sources: Iterable[Source], settings: Settings, explore: bool = False) -> Iterator[ProbeResult]:
    """The result of every document of the sources, as it comes in; nothing is landed."""
    with tempfile.TemporaryDirectory(prefix="copydesk-") as folder:
        job = Job(
            run_id="probe",
            started_at=datetime.now(UTC),
            data=Path(folder),
            user_agent=settings.user_agent,
            network_allow=settings.network_allow,
            chains=tuple((source,) for source in sources),
        )
        path = Path(folder) / "probe.json"
        write_job(job, path)
        command = [sys.executable, "-m", "spiders.probe", str(path), *(["explore"] if explore else [])]
        pipe = subprocess.PIPE
        with subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
        ) as process:
            assert process.stdout is not None
            for line in process.stdout:
                yield _probed(json.loads(line))


def _probed(values: dict[str, Any]) -> ProbeResult:
    lists = {key: tuple(values[key]) for key in ("sample", "hubs")}
    return ProbeResult(**values | lists)
