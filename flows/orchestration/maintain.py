"""The flow `maintain`: compaction, retention and the nightly report."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed
from pydantic import validate_call

from flows.configuration import load_settings
from flows.orchestration.as_task import as_task
from flows.orchestration.flow_state import flow_state
from flows.orchestration.lease import tolerate_lost_leases
from flows.orchestration.parameters import Config, Data
from flows.orchestration.reporting import name_run, run_log, summarise
from flows.orchestration.server_away import conclude
from flows.runs.run_ids import new_run_id
from flows.upkeep.maintenance import maintenance_summary, run_maintenance
from flows.upkeep.nightly_report import write_report

tolerate_lost_leases()

LONGEST = 6 * 3600.0


@flow(name="maintain", persist_result=False, validate_parameters=False, timeout_seconds=LONGEST)
def maintain(data: Data = Path("data"), config: Config = Path("sources.toml")) -> State[None]:
    """Merge small files and apply the retention that the configuration states. Readers are not blocked."""
    with run_log():
        return conclude(data, flow_state(lambda: _maintain(data, config)))


@validate_call
def _maintain(data: Data, config: Config) -> State[None]:
    settings = load_settings(config)
    now = datetime.now(UTC)
    folder = settings.folder(data)
    name_run(folder, new_run_id(now), "maintain")
    done = as_task("maintain", lambda: run_maintenance(folder, settings, now))
    text = maintenance_summary(done) if done else "nothing has landed yet"
    written = as_task("report", lambda: write_report(folder, settings.reports, now)) if done else None
    if written:
        text += f"; report: {written}"
    summarise("maintain-summary", text, "Files before and after")
    return Completed(message=text)
