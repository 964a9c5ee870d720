"""From landing segments to a committed snapshot: extract, clean, revise, match, commit.

One call lands one part of a run, whole or not at all. What a run left behind when it was killed is landed by
the next one in the same way, under its own name, before anything new is fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from flows.crawling.known_urls import erased_url_hashes
from flows.landing.assemble import Batch, StageResults, assemble
from flows.landing.known_articles import known_articles
from flows.landing.landing_result import LandingResult, Perform
from flows.landing.latest_rows import latest_rows
from flows.landing.lost_race import until_committed
from flows.landing.reread import reread
from flows.landing.run_findings import Seen
from flows.landing.set_down import TakeUp, set_down
from flows.runs.context import RunContext
from flows.stages.clean import Cleaned, clean
from flows.stages.extract import Extracted
from flows.stages.identify import settle_identities
from flows.stages.join_parts import join_parts
from flows.stages.kept_parts import kept_parts
from flows.stages.match import match
from flows.stages.revise import Decision, decide
from flows.stages.withdraw import withdraw
from flows.upkeep.rebuild_signatures import rebuild_outdated_signatures
from warehouse.base.memory import release_memory
from warehouse.checks.already_landed import take_out_landed
from warehouse.lake.lake import Lake
from warehouse.landing.segments import Segment
from warehouse.snapshots.snapshot import Snapshot
from warehouse.tables import Erasure, Rejection
from warehouse.values import RunStatus

NOTHING_SEEN = Seen()

Extracting = Callable[[Sequence[Segment]], Extracted]
"""What the pages of segments give. Raises DamagedSegment."""


def land(
    run: RunContext,
    segments: Sequence[Segment],
    status: RunStatus,
    perform: Perform,
    extracting: Extracting,
    notes: Sequence[str] = (),
    earlier: Seen | None = NOTHING_SEEN,
) -> LandingResult:
    """Extract, clean, match and commit the pages of `segments`, all of which belong to `run`.

    `extracting` gives what their pages hold. `notes` say what was lost and repaired before. `earlier` is
    what was seen in the parts of the run before the last one; None where further parts follow.

    What has landed already is taken out of the segments. Where another machine commits first, what it landed
    is taken in and the part lands upon that.

    Raises BatchRefused, with nothing committed and the batch in quarantine, when a page would be lost or
    counted twice or a data check fails, and SnapshotTaken where others were faster too often.
    """
    gone: frozenset[str] = frozenset()
    if status is not RunStatus.COMPLETE:  # what this run has fetched itself, nobody else has
        gone = take_out_landed(run.data, Lake(run.data).current(), segments)
    extracted = perform("extract", lambda: extracting(segments)).without(gone)
    release_memory()  # what reading pages took, 20 MiB of 300
    with set_down(run.data, run.run_id, extracted) as take_up:
        del extracted
        return until_committed(
            *(run.data, segments),
            lambda lost: _landed(
                run, segments, status, perform, lambda: take_up().without(lost), notes, earlier
            ),
        )


def _landed(
    run: RunContext,
    segments: Sequence[Segment],
    status: RunStatus,
    perform: Perform,
    take_up: TakeUp,
    notes: Sequence[str],
    earlier: Seen | None,
) -> LandingResult:
    """Land upon the current snapshot what was extracted of the pages of `segments`. Raises SnapshotTaken."""
    decided = _decided(run, segments, perform, take_up(), notes)
    snapshot, decisions = decided.snapshot, decided.decisions
    landing = [decision.article for decision in decisions if decision.has_new_text]
    told = {article.article_id for article in landing}
    recleaned = [article for article in decided.cleaned.recleaned if article.article_id not in told]
    moved = [decision.article for decision in decisions if decision.lands and decision.article.former_urls]
    release_memory()  # what cleaning took: matching holds thousands of texts
    removed = [*decided.cleaned.removed, *decided.cleaned.recleaned_removed]
    matched = perform("match", lambda: match(run, landing, snapshot, recleaned, moved, removed))
    fetches = [fetch for segment in segments for fetch in segment.fetches()]
    rows = decided.rejections, decided.cleaned, decisions, matched, decided.erasures, decided.notes
    batch = assemble(run, status, StageResults(fetches, *rows), datetime.now(UTC), earlier)
    committed = perform("commit", lambda: _commit(run, snapshot, batch, segments))
    return LandingResult(batch.run, batch.seen, committed, tuple(decided.notes), decided.cleaned.waiting)


@dataclass(frozen=True)
class _Decided:
    """What is known of the pages before they are matched; their drafts, which take most memory, are gone."""

    snapshot: Snapshot
    rejections: Sequence[Rejection]
    cleaned: Cleaned
    decisions: Sequence[Decision]
    erasures: Sequence[Erasure]
    notes: Sequence[str]


def _decided(
    run: RunContext,
    segments: Sequence[Segment],
    perform: Perform,
    extracted: Extracted,
    notes: Sequence[str],
) -> _Decided:
    if extracted.drafts:
        notes = (
            *notes,
            *rebuild_outdated_signatures(run.data, datetime.now(UTC), run.settings.longest_window),
        )
    snapshot = Lake(run.data).current()
    moved = run.settings.former_hosts
    kept = withdraw(segments, extracted.drafts, erased_url_hashes(snapshot), datetime.now(UTC), moved)
    joined = join_parts(kept.drafts, kept_parts(run, snapshot))
    drafts = settle_identities(joined, known_articles(run.data, snapshot, joined, moved))
    cleaned = perform("clean", lambda: clean(run, drafts, snapshot))
    known = latest_rows(run.data, snapshot, cleaned)
    today = reread(run, snapshot, drafts, cleaned.articles, known)
    decisions = decide(cleaned.articles, known, today)
    return _Decided(snapshot, extracted.rejections, cleaned, decisions, kept.erasures, notes)


def _commit(run: RunContext, snapshot: Snapshot, batch: Batch, segments: Sequence[Segment]) -> Snapshot:
    release_memory()
    with run.progress.stage("commit", total=1, unit="snapshots") as stage:
        committed = Lake(run.data).commit(
            snapshot, batch.tables(), segments, datetime.now(UTC), batch.faults()
        )
        stage.advance()
    return committed
