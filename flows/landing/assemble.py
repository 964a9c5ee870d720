"""The rows of one part of a run, settled and counted before they are committed: pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime

import pyarrow as pa

from flows.landing.run_findings import Seen, run_findings, seen_in
from flows.runs.context import RunContext
from flows.runs.versions import versions_json
from flows.stages.clean import Cleaned
from flows.stages.match import Matched
from flows.stages.revise import Decision
from flows.stages.tally import Tally, tally, total
from warehouse.checks.batch_checks import Fault
from warehouse.tables import TABLES, Article, BlockCount, Erasure, Fetch, Record, Rejection, RemovedBlock, Run
from warehouse.tables.arrow import to_arrow
from warehouse.values import FetchOutcome, RunStatus


@dataclass(frozen=True)
class StageResults:
    """What the stages made of a part of a run; `notes` say what was lost and repaired before."""

    fetches: Sequence[Fetch]
    rejections: Sequence[Rejection]
    cleaned: Cleaned
    decisions: Sequence[Decision]
    matched: Matched
    erasures: Sequence[Erasure]
    notes: Sequence[str]


@dataclass(frozen=True)
class Batch:
    """Everything that one commit lands; `seen` is what findings are made of, of this part of the run."""

    run: Run
    seen: Seen
    fetches: Sequence[Fetch]
    articles: Sequence[Article]
    removed: Sequence[RemovedBlock]
    blocks: Sequence[BlockCount]
    rejections: Sequence[Rejection]
    erasures: Sequence[Erasure]
    matching: dict[str, pa.Table]

    def faults(self) -> tuple[Fault, ...]:
        """The sources whose counts contradict each other: a page was lost or counted twice."""
        return tuple(
            Fault("sums_of_sources", "The counts of every source add up.", len(wrong), wrong)
            for counts in self.seen.tallies
            if (wrong := counts.contradictions())
        )

    def tables(self) -> dict[str, pa.Table]:
        """The rows by table."""
        rows: dict[str, Sequence[Record]] = {
            "fetches": self.fetches,
            "articles": self.articles,
            "removed_blocks": self.removed,
            "blocks": self.blocks,
            "rejections": self.rejections,
            "erasures": self.erasures,
            "runs": [self.run],
        }
        return {name: to_arrow(records, TABLES[name]) for name, records in rows.items()} | self.matching


def assemble(
    run: RunContext, status: RunStatus, work: StageResults, now: datetime, earlier: Seen | None
) -> Batch:
    """Settle the outcomes, number the rows, and count; when they landed, the commit says.

    `earlier` is what was seen in the parts of the run before this one, which is the last; else None.
    """
    cleaned, matched = work.cleaned, work.matched
    settled = settle(work.fetches, work.decisions)
    landed = [decision.article for decision in work.decisions if decision.lands]
    removed = _removed(cleaned, landed)
    enabled = [name for name, source in run.settings.sources.items() if source.enabled]
    crawled = enabled if status is RunStatus.COMPLETE else []
    counted = tally(
        *(crawled, settled, work.rejections, work.decisions),
        *(matched.duplicates, removed, matched.recounted),
    )
    seen = seen_in(counted, settled, work.rejections)
    found = (*work.notes, *(run_findings(earlier.plus(seen)) if earlier else ()))
    return Batch(
        run=_run(run, status, total(counted), found, len(cleaned.recleaned), now),
        seen=seen,
        fetches=settled,
        articles=[*landed, *cleaned.recleaned],
        removed=removed,
        blocks=cleaned.counts,
        rejections=work.rejections,
        erasures=work.erasures,
        matching=matched.tables(),
    )


def settle(fetches: Sequence[Fetch], decisions: Sequence[Decision]) -> list[Fetch]:
    """The outcomes, now that the texts are known: a page that says nothing new is `unchanged`."""
    reasons = {decision.article.page_id: decision.verdict for decision in decisions if not decision.is_news}
    return [
        replace(fetch, outcome=FetchOutcome.UNCHANGED, reason=reasons[fetch.page_id])
        if fetch.page_id in reasons
        else fetch
        for fetch in fetches
    ]


def _removed(cleaned: Cleaned, landed: Sequence[Article]) -> list[RemovedBlock]:
    """The blocks cut from what lands, numbered as it."""
    of_page = {article.page_id: article for article in landed}
    cut = [
        replace(block, revision=of_page[block.page_id].revision, extraction=of_page[block.page_id].extraction)
        for block in cleaned.removed
        if block.page_id in of_page
    ]
    return [*cut, *cleaned.recleaned_removed]


def _run(
    run: RunContext,
    status: RunStatus,
    counts: Tally,
    findings: tuple[str, ...],
    recleaned: int,
    now: datetime,
) -> Run:
    names = [field.name for field in fields(Tally) if field.name != "source"]
    return Run(
        run_id=run.run_id,
        status=status,
        started_at=run.started_at,
        finished_at=now,
        **{name: getattr(counts, name) for name in (*names, "landed")},
        recleaned=recleaned,
        findings=findings,
        versions=versions_json(),
    )
