"""From evidence to findings. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flows.alerts.evidence import AlertEvidence, Surroundings
from flows.alerts.finding import Finding, Kind
from flows.alerts.source_findings import source_findings
from spiders.sources.source import Source

GIB = 1024**3
LOW_BYTES, LOW_SHARE, LOW_AT_MOST = GIB, 0.05, 20 * GIB
"""A disk is low with less than a gibibyte free, or with less than a twentieth of it and of 20 GiB."""
ENOUGH_AGAIN = 1.5
LATE_FACTOR, LATE_HOURS = 2.0, 1.0


def judge(
    sources: Mapping[str, Source], evidence: AlertEvidence, still: Mapping[str, Finding]
) -> list[Finding]:
    """All findings that hold now, those of no source first; `still` are those that held before, by key.

    Sources that are not enabled, or are no longer configured, are no finding.
    """
    found = [*_of_surroundings(evidence.surroundings, still)]
    for name, watched in evidence.sources.items():
        if name in sources and sources[name].enabled:
            found += source_findings(sources[name], watched, still)
    return found


def _of_surroundings(around: Surroundings, still: Mapping[str, Finding]) -> Iterator[Finding]:
    for batch in around.quarantined:
        text = f"quarantine/{batch} was not landed (see its faults.json); copydesk quarantine replay {batch}"
        yield Finding(Kind.QUARANTINE, "", text, batch)
    disk = Finding(Kind.DISK, "", f"{around.free_bytes / 1e9:.1f} GB are free on the disk of the data folder")
    if is_low(around, ENOUGH_AGAIN if disk.key in still else 1.0):
        yield disk
    if around.usual_gap and around.run_gap > max(
        LATE_FACTOR * around.usual_gap, around.usual_gap + LATE_HOURS
    ):
        text = f"{around.run_gap:.0f} hours passed without a run, {around.usual_gap:.1f} are usual"
        yield Finding(Kind.LATE, "", text)


def is_low(around: Surroundings, factor: float = 1.0) -> bool:
    """Whether a disk is nearly full."""
    bound = max(LOW_BYTES, min(around.disk_bytes * LOW_SHARE, LOW_AT_MOST))
    return around.free_bytes < bound * factor
