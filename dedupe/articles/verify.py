"""The rule: whether two texts that overlap are copies of one story.

Placeholder theory until measured: see the constants.
"""

from __future__ import annotations

from dataclasses import dataclass

from dedupe.articles.compare import Overlap

RESEMBLANCE = 0.4
CONTAINMENT = 0.6
SHARED_WORDS = 34
"""Thirty shingles of five words, end to end."""
SHORT = 60
SHORT_CONTAINMENT = 0.9
SHORT_SHARED = 20
NUMBERS = 4
NUMBERS_AGREE = 0.5
TAIL_LEAD = 0.35


@dataclass(frozen=True)
class Verdict:
    """Two texts are copies: how (near or excerpt), how much (0 to 1), and why in one line."""

    kind: str
    similarity: float
    reason: str


def verify(overlap: Overlap) -> Verdict | None:
    """The verdict on two texts, or None when they are not copies."""
    if overlap.identical:
        same = overlap.length_a >= SHORT_SHARED
        return Verdict("exact", 1.0, "the same words in the same order") if same else None
    if not (_shares_enough(overlap) and _numbers_agree(overlap)) or _only_a_tail(overlap):
        return None
    if overlap.resemblance >= RESEMBLANCE:
        reason = f"{overlap.resemblance:.0%} of all shingles are shared"
        return Verdict("near", round(overlap.resemblance, 4), reason)
    shared = min(1.0, overlap.containment)
    return Verdict("excerpt", round(shared, 4), f"{shared:.0%} of the shorter text is in the longer one")


def _shares_enough(overlap: Overlap) -> bool:
    shared = max(overlap.shared_a, overlap.shared_b)
    if min(overlap.length_a, overlap.length_b) < SHORT:
        return shared >= SHORT_SHARED and overlap.containment >= SHORT_CONTAINMENT
    return shared >= SHARED_WORDS and (
        overlap.resemblance >= RESEMBLANCE or overlap.containment >= CONTAINMENT
    )


def _numbers_agree(overlap: Overlap) -> bool:
    return overlap.numbers < NUMBERS or overlap.numbers_agree >= NUMBERS_AGREE * overlap.numbers


def _only_a_tail(overlap: Overlap) -> bool:
    """Both texts go their own way first and end alike."""
    return min(overlap.lead_a / overlap.length_a, overlap.lead_b / overlap.length_b) >= TAIL_LEAD
