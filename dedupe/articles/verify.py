"""The rule: whether two texts that overlap are copies of one story.

Observed, on true texts of some 350 pages of 130 publishers and on edits of them: unrelated stories share
under 5 % of their words in runs of five. Reports of one event by different desks share up to a third, all of
it quotes and official phrases. Copies share more than 45 % of the shorter text under everything that desks
do to a story: cut, local paragraphs, another order, a light rewrite, one word in eight misread. Between a
third and 45 % there is next to nothing, so that is where the line is; the usual Jaccard thresholds of 0.5
to 0.8 lie in the middle of the copies.

So: at least CONTAINED of the words of the shorter text must be shared, and SHARED_WORDS of them; under
SURELY_CONTAINED, half of these must stand in long runs (lists of names or places share short ones).

Three look-alikes are refused:

- *Templates.* Weather, market and match reports share four fifths of their words and differ in figures. Where
  DISAGREEING numbers in and beside the shared words differ, and one in SPARSE of these words, NUMBERS_AGREE
  of the numbers must be in both texts; copies keep nine in ten, an updated toll or a scanner's errors two in
  three, templates one in four.
- *Common tails.* Both texts go their own way first, for OWN_LEAD of their length, and then end alike: that
  is a promo. A copy keeps at least one of the two leads.
- *Short texts*, under SHORT words, where a dozen shared words are a high share: SHORT_CONTAINED of them, and
  SHORT_SHARED words at least.

Exceptions: a story retold in other words is no copy here. Two outlets that both replace the upper third and
share the rest are missed as a pair (each is found through the original). Templates without figures pass.
Tried and left: Jaccard over shingles (falls with every typo), simhash (blind to excerpts), a share of the
longer text (misses teasers and digests).

A mistake costs: a false pair hides an article behind another one; a missed pair shows a story twice. The
first is worse, so each guard refuses.
"""

from __future__ import annotations

from dataclasses import dataclass

from dedupe.articles.compare import Overlap

CONTAINED = 0.45
SURELY_CONTAINED = 0.65
SHARED_WORDS = 30
LONG_RUNS = 0.5

DISAGREEING = 3
"""So many numbers may differ whatever their share: an update changes one or two."""
NUMBERS_AGREE = 0.6
SPARSE = 40
"""Shared words for each number that differs, in prose; a template has one in ten words."""

OWN_LEAD = 0.3
OWN_LEAD_WORDS = 25

SHORT = 60
SHORT_CONTAINED = 0.8
SHORT_SHARED = 20

NEAR = 0.5
"""Where both texts share so much of themselves, they are near each other; else one is an excerpt."""


@dataclass(frozen=True)
class Verdict:
    """Two texts are copies.

    `kind` is exact, near or excerpt. `similarity` is their resemblance or, for an excerpt, the share of it
    that is in the other; `resemblance` says in either case how much of both is shared. `reason` is one line.
    """

    kind: str
    similarity: float
    resemblance: float
    reason: str


SAME = Verdict("exact", 1.0, 1.0, "the same words in the same order")


def verify(overlap: Overlap) -> Verdict | None:
    """The verdict on two texts, or None when they are not copies."""
    if overlap.identical:
        return SAME if overlap.a.length >= SHORT_SHARED else None
    if not _shares_enough(overlap) or not _numbers_agree(overlap) or _only_a_tail(overlap):
        return None
    resemblance = round(overlap.resemblance, 4)
    if min(overlap.a.contained, overlap.b.contained) >= NEAR:
        return Verdict("near", resemblance, resemblance, f"{resemblance:.0%} of the words of both are shared")
    contained = round(overlap.containment, 4)
    reason = f"{contained:.0%} of the shorter text is in the longer one"
    return Verdict("excerpt", contained, resemblance, reason)


def _shares_enough(overlap: Overlap) -> bool:
    shorter = overlap.a if overlap.a.length <= overlap.b.length else overlap.b
    if shorter.length < SHORT:
        return shorter.shared >= SHORT_SHARED and shorter.contained >= SHORT_CONTAINED
    if shorter.shared < SHARED_WORDS or shorter.contained < CONTAINED:
        return False
    return shorter.contained >= SURELY_CONTAINED or shorter.long_runs >= LONG_RUNS * shorter.shared


def _numbers_agree(overlap: Overlap) -> bool:
    differing = overlap.numbers - overlap.agreeing
    few = differing < DISAGREEING or differing * SPARSE <= min(overlap.a.shared, overlap.b.shared)
    return few or overlap.agreeing >= NUMBERS_AGREE * overlap.numbers


def _only_a_tail(overlap: Overlap) -> bool:
    return all(
        side.lead >= OWN_LEAD_WORDS and side.lead >= OWN_LEAD * side.length for side in (overlap.a, overlap.b)
    )
