"""Landing the segments of a run, a part at a time: what is refused is set aside, and the rest goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from flows.landing.extract_ahead import ExtractedAhead
from flows.landing.land import NOTHING_SEEN
from flows.landing.land_readable import land_readable
from flows.landing.landing_result import LandingResult, Perform, T
from flows.landing.parts import parts_of
from flows.landing.run_findings import Seen
from flows.runs.context import RunContext
from flows.runs.progress import PartProgress
from warehouse.base.database import queries_in_one_thread
from warehouse.base.memory import circles_looked_for_on_demand, remove_circles
from warehouse.checks.batch_checks import BatchRefused
from warehouse.landing.segments import Segment
from warehouse.values import RunStatus

PARTS_BETWEEN = 4
"""Parts after which circles are removed: some hundred objects a part, and finding them takes as long as
twenty pages, since what is extracted ahead is looked through."""


@dataclass(frozen=True)
class LandedParts:
    """What landed of a run, None where nothing did, and what was refused."""

    landed: LandingResult | None
    refused: tuple[BatchRefused, ...]


def land_in_parts(
    run: RunContext,
    segments: Sequence[Segment],
    status: RunStatus,
    perform: Perform,
    notes: Sequence[str] = (),
    repair: Callable[[Exception], list[str]] = lambda error: [],
) -> LandedParts:
    """Land the segments of one run, each part committed whole; `notes` stand with the first of them.

    While a part lands, the pages of the next one are extracted.

    At an error that is none of a batch's own, `repair` looks for damage in the lake: where it says that it
    repaired some, a line each, the part is landed once more.
    """
    landed: LandingResult | None = None
    refused: list[BatchRefused] = []
    parts = list(parts_of(segments))
    told = [_of_part(run, perform, number, len(parts)) for number in range(1, len(parts) + 1)]
    with (
        circles_looked_for_on_demand(),
        queries_in_one_thread(),
        ExtractedAhead([(context, part) for (context, _), part in zip(told, parts, strict=True)]) as ahead,
    ):
        for number, (part, (context, step)) in enumerate(zip(parts, told, strict=True)):
            earlier = landed.seen if landed else NOTHING_SEEN
            land = partial(land_readable, context, part, status, step, partial(ahead.of, number))
            seen = earlier if number == len(parts) - 1 else None
            try:
                result = _repaired_once(land, notes if number == 0 else (), seen, repair)
                landed = landed.plus(result) if landed else result
            except BatchRefused as error:
                refused.append(error)
            if number % PARTS_BETWEEN == PARTS_BETWEEN - 1:
                remove_circles()
    return LandedParts(landed, tuple(refused))


def _repaired_once(
    land: Callable[[Sequence[str], Seen | None], LandingResult],
    notes: Sequence[str],
    seen: Seen | None,
    repair: Callable[[Exception], list[str]],
) -> LandingResult:
    try:
        return land(notes, seen)
    except BatchRefused:
        raise
    except Exception as error:
        repaired = repair(error)
        if not repaired:
            raise
        return land([*notes, *repaired], seen)


def _of_part(run: RunContext, perform: Perform, number: int, count: int) -> tuple[RunContext, Perform]:
    """The run and how its steps are carried out, told as those of a part where there are several."""
    if count == 1:
        return run, perform

    def carry_out(name: str, step: Callable[[], T]) -> T:
        return perform(f"{name}, part {number} of {count}", step)

    return replace(run, progress=PartProgress(run.progress, number, count)), carry_out
