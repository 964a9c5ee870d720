"""Landing what can be read: a segment whose damage shows only on the way is set aside, and the rest lands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from flows.landing.land import NOTHING_SEEN, Extracting, land
from flows.landing.landing_result import LandingResult, Perform
from flows.landing.run_findings import Seen
from flows.runs.context import RunContext
from warehouse.checks.quarantine import set_segment_aside
from warehouse.landing.segments import DamagedSegment, Segment
from warehouse.values import RunStatus


def land_readable(
    run: RunContext,
    segments: Sequence[Segment],
    status: RunStatus,
    perform: Perform,
    extracting: Extracting,
    notes: Sequence[str] = (),
    earlier: Seen | None = NOTHING_SEEN,
) -> LandingResult:
    """Land segments as `land` does, without those that turn out to be damaged, which become findings."""
    left, remarks = list(segments), list(notes)
    while True:
        try:
            return land(run, left, status, perform, extracting, remarks, earlier)
        except DamagedSegment as error:
            damaged = next(segment for segment in left if segment.path == error.path)
            remarks.append(set_segment_aside(run.data, damaged, error.problem, datetime.now(UTC)))
            left.remove(damaged)
