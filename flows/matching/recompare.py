"""Copies compared once more: those of an article whose text changed, and those of one that is gone.

Observed: a canonical is rewritten, or taken down, and its copies go on carrying the text that it had. Unless
they are compared once more, that text is shown nowhere: each of them stands behind an article that says
something else. So every pair that such an article has is compared by today's texts; a pair that is none any
more is said to have parted; and its former neighbours, which may hang together only through it, are compared
with each other. So are the pairs of which new reports show that they are two by one template.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import combinations, pairwise

from dedupe.articles.decision.known_pairs import COMPLETED
from dedupe.articles.decision.verify import Verdict
from flows.matching.copy_history import CopyHistory, end_ids, ends_of
from flows.matching.verifying import Judged, Verifier
from warehouse.values import PairKind

_PARTED = Verdict(PairKind.PARTED, 0.0, 0.0, "compared again: not copies any more")


def recompare(
    history: CopyHistory, changed: Collection[str], found: Iterable[Judged], verifier: Verifier
) -> list[Judged]:
    """New verdicts on the pairs of `changed` articles that `found` does not have, and on their neighbours."""
    fresh = {ends_of(one, two) for one, two, _ in found}
    stale = sorted(ends for link in history.pairs_of(changed) if (ends := link.ends) not in fresh)
    held = verifier.copies(stale)
    parted = sorted(set(stale) - {ends_of(one, two) for one, two, _ in held})
    history.record_parted(parted)
    left = {end for ends in parted for end in ends} - set(changed)
    again = [*held, *compare_left(history, left, fresh, verifier)]
    return [*again, *((one, two, _PARTED) for one, two in parted)]


def reports_by_templates(history: CopyHistory, verifier: Verifier) -> set[str]:
    """The landed articles with pairs that new ones show to be reports by one template.

    A new report tells only that it looks like each of those before it; they are held against each other here.
    """
    alike = verifier.look_alikes.keys()
    linked = alike & end_ids(history.pairs_of(alike)) if alike else set[str]()
    verifier.look_for_templates(
        sorted({ends_of(one, other) for one in linked for other in verifier.fellows(one)})
    )
    return verifier.by_template & linked


def compare_left(
    history: CopyHistory,
    left: Collection[str],
    known: Collection[tuple[str, str]],
    verifier: Verifier,
) -> list[Judged]:
    """The copies among articles that have lost what they had in common, as far as they are not linked yet."""
    linked = {link.ends for link in history.pairs_of(left)} | set(known)
    return verifier.copies([pair for pair in _pairs(sorted(left)) if pair not in linked])


def _pairs(ids: Sequence[str]) -> Iterable[tuple[str, str]]:
    """All pairs of a few articles; of many, which mostly carry one text, each with the next one."""
    return combinations(ids, 2) if len(ids) <= COMPLETED else pairwise(ids)
