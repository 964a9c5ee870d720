"""The rule: whether two texts that overlap are copies of one story.

Observed, on true texts of some 350 pages of 130 publishers and on edits of them: unrelated stories share
under 5 % of their words in runs of five. Reports of one event by different desks share up to a half, all of
it quotes and official phrases. Copies share more than that of the shorter text under nearly everything that
desks do to a story: cut, local paragraphs, another order, a light rewrite, one word in eight misread.

So: at least CONTAINED of the words of the shorter text must be shared, and SHARED_WORDS of them; under
SURELY_CONTAINED, half of these must stand in long runs (lists of names or places share short ones).

Look-alikes are refused:

- *Templates.* Weather, market and match reports, notices and lists of results share four fifths of their
  words and differ in their facts: numbers (a decimal is one) and names. Where DISAGREEING numbers in and
  between the shared words differ, and one in SPARSE of these words, NUMBERS_AGREE of them must be in both
  texts; copies keep nine in ten, an updated toll or a scanner's errors two in three, templates one in four.
- *Templates filled in.* Where FACTS_IN_GAPS of what stands in gaps between shared words is names and numbers,
  numbers and names together must agree by FACTS_AGREE, too. NAMES_DIFFER names in gaps of either text refuse
  the pair there, and where facts gather in gaps: FACTS_GATHER of what stands there, and FACTS_GATHERED times
  as many as in the shared words. What scanners, typing and desks change is facts as often as the rest of the
  text is (one word in seven); templates have theirs in the gaps, three times as many and more. Names count
  only in or near gaps: among shared words they are the template's own as often ("Grace Church"). Those in
  gaps differ even where both texts have them: each in the other's place ("Kelby and Dunley", "Dunley and
  Kelby").
- *Templates with other names* in few places: where REPLACED names and more stand in each other's place, one
  in REPLACED_SPARSE shared words, and fewer words are misread (`replaced`).
- *Templates with other phrases*, without names and figures: TEMPLATE_RUNS of what is shared stands in runs of
  TEMPLATE_RUN words, and between these are slots with FILLED_OTHERWISE as many words of either text's own,
  and FILLED_WORDS (`slots`). What two texts alone do not tell, third ones may (`templates`).
- *Interviews by one set of questions.* At least ANSWERS shared prompts, ANSWERED of them, are followed by
  other words in either text (`answers`).
- *Quotations.* Of the shorter text, TOLD of the words outside of quotation marks must be shared, too, unless
  nearly all is: own reports print the same statement. A copy shares what is told as much as what is quoted.
- *Common tails.* Both texts go their own way first and then end alike: that is boilerplate. A copy keeps at
  least one of the two leads, or both leads are about the same. It is refused where both leads are LONG_LEAD
  of their text, or about something else: of the long words that only one of the leads has, less than
  SUBJECTS_RECUR come again after it, in either, and SUBJECTS_OF_BOTH in both together. Under other paragraphs
  of one story 14 % of such words do (4 % in one pair in twenty), over promos 1 %, by chance (6 % in one in
  twenty). Where there are too few of them to tell, leads of OWN_LEAD are refused. So are all whose rest does
  not hang together (`coherence`).
- *Common heads.* Both texts begin alike and end in OWN_LEAD of their own, of whose long words less than
  SUBJECTS_OF_HEAD stand in what they share: of two stories under one long intro nine pairs in ten are so, of
  copies that end otherwise one in twenty-five. Since some outlets end a story in background of their own,
  such a pair stands where either is a copy of a third text beyond that, which is one of the other, too
  (`flows.matching.verifying`).
  Where either end speaks to the reader and what is shared does not, the ends are promos, and it stands, too.
- *What an outlet says to its reader* (`speech`) is all they share, around a story of its own in each: heads
  and footers that may be several times as long as a brief.
- *Common passages.* Own reports print one statement, tweet or speech, with quotation marks or without. What
  two texts share is PASSAGE of either at most and nearly all one run, and both have OWN_END of their own
  before it and after it. One pair of copies in 400 is so; a third text is asked as for common heads.
- *Common frames.* Both texts begin alike and end alike, and between have OWN_LEAD of their own in one place
  (the day's choice on television): five of 5,250 pairs of copies do. In scripts without spaces all such
  places count together: two forecasts or horoscopes in words have some characters in common there, whatever
  they say, and neither names nor slots are told in them.
- *Short texts*, under SHORT words, where a dozen shared words are a high share: SHORT_CONTAINED of them, and
  SHORT_SHARED words at least.

Exceptions: a story retold in other words is no copy here. Two outlets that both replace the upper third in
words that do not come again, or both the lead and the end, are missed as a pair (each is found through the
original). Templates that differ in single words without upper case pass; scripts without case have no names.
CONTAINED of 0.45 finds 1 % more of the pairs of edited copies, nearly all of which hang together through the
original, and joins own reports of one event.
Tried and left: Jaccard over shingles (falls with every typo), simhash (blind to excerpts), a share of
the longer text (misses teasers and digests), a higher share for short texts up to 150 words (loses briefs).

A mistake costs: a false pair hides an article behind another one; a missed pair shows a story twice. The
first is worse, so each guard refuses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from dedupe.articles.candidates.shingle import WIDTH
from dedupe.articles.decision.coherence import is_loose
from dedupe.articles.decision.compare import Overlap
from dedupe.articles.decision.overlap_side import FactCount, OverlapSide
from dedupe.articles.decision.speech import ends_in_speech, only_speech

CONTAINED = 0.53
SURELY_CONTAINED = 0.65
SHARED_WORDS = 30
LONG_RUN = 8
"""Shared words in a row that two reports of one event seldom have by chance; a quote has more."""
LONG_RUNS = 0.5

DISAGREEING = 3
"""So many numbers may differ whatever their share: an update changes one or two."""
NAMES_DIFFER = 2
NUMBERS_AGREE = 0.6
FACTS_AGREE = 0.5
FACTS_IN_GAPS = 0.5
FACTS_GATHER = 0.2
FACTS_GATHERED = 3
"""How many times denser facts are in gaps than in what is shared, where they gather there."""
SPARSE = 40
"""Shared words for each number that differs, in prose; a template has one in ten words."""

REPLACED = 2
REPLACED_SPARSE = 60

OWN_LEAD = 0.3
LONG_LEAD = 0.4
OWN_LEAD_WORDS = 20

OWN = 0.5
TAIL = 0.8
"""The share of what follows the leads that both have: promos are shared as they are, a story seldom is."""
LEAD_SUBJECTS = 5
SUBJECTS_RECUR = 0.2
SUBJECTS_OF_BOTH = 0.075
OWN_REST = 0.3
SUBJECTS_OF_HEAD = 0.06

PASSAGE = 0.7
OWN_END = 0.1

TOLD = 0.45
SURELY_CONTAINED_QUOTED = 0.9

ANSWERS = 3
ANSWERED = 0.5

FILLED_OTHERWISE = 0.07
FILLED_WORDS = 6
TEMPLATE_RUN = 20
TEMPLATE_RUNS = 0.6

SHORT = 60
SHORT_CONTAINED = 0.8
SHORT_SHARED = 20

FEWEST_SHINGLES = SHORT_SHARED - WIDTH + 1
"""Shingles of the shortest text that can be a copy."""

NEAR = 0.5
"""Where both texts share so much of themselves, they are near each other; else one is an excerpt."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Two texts are copies.

    `kind` is exact, near or excerpt. `similarity` is their resemblance or, for an excerpt, the share of it
    that is in the other; `resemblance` says in either case how much of both is shared. `reason` is one line.
    `lengths` are those of both, in words, without boilerplate; of an exact copy they are not told.
    """

    kind: str
    similarity: float
    resemblance: float
    reason: str
    lengths: tuple[float, float] = field(default=(0.0, 0.0), compare=False)


SAME_WORDS = Verdict("exact", 1.0, 1.0, "the same words in the same order")


def verify(overlap: Overlap) -> Verdict | None:
    """The verdict on two texts, or None when they are not copies."""
    if overlap.identical:
        return SAME_WORDS if overlap.a.length >= SHORT_SHARED else None
    if not _shares_enough(overlap.shorter) or _look_alike(overlap):
        return None
    resemblance = round(overlap.resemblance, 4)
    lengths = overlap.a.length, overlap.b.length
    if min(overlap.a.contained, overlap.b.contained) >= NEAR:
        reason = f"{resemblance:.0%} of the words of both are shared"
        return Verdict("near", resemblance, resemblance, reason, lengths)
    contained = round(overlap.containment, 4)
    reason = f"{contained:.0%} of the shorter text is in the longer one"
    return Verdict("excerpt", contained, resemblance, reason, lengths)


def only_a_part(overlap: Overlap) -> bool:
    """Whether two texts share a head or a passage, and it takes a third one to tell that they are copies."""
    return _only_a_head(overlap) or _only_a_passage(overlap)


def _only_a_head(overlap: Overlap) -> bool:
    """Both begin alike and go on for long with other subjects."""
    sides = overlap.a, overlap.b
    if any(side.rest < max(OWN_LEAD_WORDS, OWN_REST * side.length) for side in sides):
        return False
    subjects = overlap.rest_subjects
    if subjects.count < LEAD_SUBJECTS or subjects.share >= SUBJECTS_OF_HEAD:
        return False
    return not ends_in_speech(overlap)


def _only_a_passage(overlap: Overlap) -> bool:
    """Both have their own before and after one passage."""
    return all(_has_own_around(side) for side in (overlap.a, overlap.b))


def _has_own_around(side: OverlapSide) -> bool:
    if side.contained > PASSAGE or not side.is_one_run:
        return False
    return min(side.lead, side.rest) >= OWN_END * side.length


def look_alike(overlap: Overlap) -> bool:
    """Whether two texts share enough to be copies, but have other facts, answers or phrases (`templates`)."""
    if overlap.identical or not _shares_enough(overlap.shorter):
        return False
    return _other_facts(overlap) or other_interviews(overlap) or _other_phrases(overlap)


def _shares_enough(shorter: OverlapSide) -> bool:
    if shorter.length < SHORT:
        return shorter.shared >= SHORT_SHARED and shorter.contained >= SHORT_CONTAINED
    if shorter.shared < SHARED_WORDS or shorter.contained < CONTAINED:
        return False
    return shorter.contained >= SURELY_CONTAINED or shorter.in_runs(LONG_RUN) >= LONG_RUNS * shorter.shared


def _look_alike(overlap: Overlap) -> bool:
    return (
        _other_facts(overlap)
        or _only_a_tail(overlap)
        or _only_a_frame(overlap)
        or _only_quoted(overlap.shorter)
        or other_interviews(overlap)
        or _other_phrases(overlap)
        or only_speech(overlap)
    )


def _other_facts(overlap: Overlap) -> bool:
    # No more facts can differ than are not shared: for most copies the gaps need not be looked at.
    if not _few(overlap, overlap.unshared_facts, NAMES_DIFFER) and (
        _disagree(overlap, overlap.numbers, NUMBERS_AGREE) or _filled_in(overlap)
    ):
        return True
    return _other_names(overlap)


def _other_names(overlap: Overlap) -> bool:
    """Names stand in each other's place, and are no misread ones."""
    # Each is no less than the next, and asked first: of most misread texts the names need not be looked at.
    bounds: tuple[Callable[[], int], ...] = (
        lambda: overlap.unshared_capitals,
        lambda: overlap.replaced_at_most,
        lambda: overlap.replaced.at_most,
        lambda: overlap.replaced.unlike_at_most,
        lambda: overlap.replaced.names[1],
    )
    if any(_few(overlap, most(), REPLACED, REPLACED_SPARSE) for most in bounds):
        return False
    names, capitals = overlap.replaced.names
    return names > 0 and overlap.replaced.misread < capitals


def _filled_in(overlap: Overlap) -> bool:
    """What the texts have in gaps between shared words is names and numbers, mostly or more often than what
    they share, and other ones."""
    mostly = overlap.facts_in_gaps >= FACTS_IN_GAPS
    gathered = overlap.facts_in_gaps >= max(FACTS_GATHER, FACTS_GATHERED * overlap.facts_in_shared)
    if (mostly or gathered) and not _few(overlap, overlap.names_in_gaps, NAMES_DIFFER):
        return True
    return mostly and _disagree(overlap, overlap.facts, FACTS_AGREE)


def _disagree(overlap: Overlap, facts: FactCount, agree: float) -> bool:
    return not _few(overlap, facts.differing, DISAGREEING) and facts.agreeing < agree * facts.count


def _few(overlap: Overlap, differing: int, least: int, sparse: int = SPARSE) -> bool:
    return differing < least or differing * sparse <= min(overlap.a.shared, overlap.b.shared)


def _only_a_tail(overlap: Overlap) -> bool:
    """Both go their own way first: for long, or about what does not come again."""
    sides = overlap.a, overlap.b
    if any(side.lead < OWN_LEAD_WORDS for side in sides):
        return False
    if all(side.lead >= LONG_LEAD * side.length for side in sides):
        return True
    is_long = all(side.lead >= OWN_LEAD * side.length for side in sides)
    if not is_long and any(side.contained_in(slice(side.begin, None)) < TAIL for side in sides):
        return False
    if all(_only_its_lead_is_a_story(side) for side in sides):
        return True
    if min(map(len, overlap.own_lead_subjects)) < LEAD_SUBJECTS:
        return is_long
    return _other_subjects(*overlap.lead_subjects)


def _only_its_lead_is_a_story(side: OverlapSide) -> bool:
    """Whether a text has its lead for itself, and what follows does not hang together."""
    return side.contained_in(slice(side.begin)) < OWN and is_loose(side, side.begin)


def _other_subjects(one: FactCount, other: FactCount) -> bool:
    """Whether hardly any of the long words of two parts comes again."""
    if max(one.share, other.share) >= SUBJECTS_RECUR:
        return False
    return one.agreeing + other.agreeing < SUBJECTS_OF_BOTH * (one.count + other.count)


def _only_a_frame(overlap: Overlap) -> bool:
    """Both have their own between what they share."""
    sides = overlap.a, overlap.b
    least = max(OWN_LEAD_WORDS, OWN_LEAD * max(len(side.marks) for side in sides))
    if any(side.own < least for side in sides):
        return False
    return overlap.own_middle >= least


def _only_quoted(shorter: OverlapSide) -> bool:
    return shorter.contained < SURELY_CONTAINED_QUOTED and shorter.contained_told < TOLD


def other_interviews(overlap: Overlap) -> bool:
    """Whether two texts are interviews by one set of questions: other answers follow shared prompts."""
    if min(len(side.text.answers) for side in (overlap.a, overlap.b)) < ANSWERS:
        return False
    # No more answers can differ than begin otherwise: for most pairs the rest of them need not be read.
    return _mostly_differ(overlap.begun_otherwise) and all(map(_mostly_differ, overlap.answered))


def _mostly_differ(answers: FactCount) -> bool:
    return answers.differing >= ANSWERS and answers.differing >= ANSWERED * answers.count


def _other_phrases(overlap: Overlap) -> bool:
    """What is shared stands in long runs, and between them are slots with other words."""
    sides = overlap.a, overlap.b
    least = max(FILLED_WORDS, FILLED_OTHERWISE * min(side.shared for side in sides))
    if min(side.length - side.shared for side in sides) < least or not overlap.a.text.has_spaces:
        return False
    if any(side.in_runs(TEMPLATE_RUN) < TEMPLATE_RUNS * side.shared for side in sides):
        return False
    return overlap.most_filled(TEMPLATE_RUN) >= least <= overlap.filled_otherwise(TEMPLATE_RUN)
