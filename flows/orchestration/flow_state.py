"""The state in which a flow ends, and what its message says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import TypeVar

from prefect.client.schemas.objects import State, StateType
from prefect.states import Completed, Failed
from pydantic import ValidationError

from flows.display.plain import plain
from flows.ingestion.ingest import IngestResult
from flows.orchestration.parameters import what_is_wrong
from flows.stages.tally import total
from warehouse.base.errors import CopydeskError

T = TypeVar("T")

ALL_DOWN = "All sources down"


def flow_state(work: Callable[[], State[T]]) -> State[T]:
    """The state that `work` gives; what it raises on purpose is a failed state of one line, no traceback."""
    try:
        return work()
    except ValidationError as error:
        return Failed(message=what_is_wrong(error))
    except CopydeskError as error:
        return Failed(message=plain(str(error)))


def ingest_state(ingested: IngestResult, all_down: bool, fails: bool) -> State[IngestResult | None]:
    """`212 new, 14 revised, 30 duplicate; 3 findings`; where every source is down a state of its own."""
    message = result_line(ingested)
    if not all_down:
        return Completed(message=message, data=ingested)
    kind = StateType.FAILED if fails else StateType.COMPLETED
    return State(type=kind, name=ALL_DOWN, message=f"no source could be read; {message}", data=ingested)


def result_line(ingested: IngestResult) -> str:
    """The result of a run, in a line."""
    landed = "nothing to land"
    if ingested.landed:
        counts = asdict(total(counts for landed in ingested.landed for counts in landed.tallies))
        landed = ", ".join(f"{counts[name]} {name}" for name in ("new", "revised", "duplicate"))
    findings = len(ingested.findings)
    return f"{landed}; {findings} {'finding' if findings == 1 else 'findings'}"
