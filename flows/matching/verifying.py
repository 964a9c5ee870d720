"""Candidates are compared by their true texts, some at a time.

A text that is ready to be compared takes 50 bytes a word. How long the next texts are is not known before
they are read, so the first pairs are few, and further ones as many as the last ones let expect to fit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain
from typing import NamedTuple, TypeVar

from dedupe.articles.boilerplate.cut_boilerplate import NO_BOILERPLATE, SharedBoilerplate
from dedupe.articles.decision.compare import compare
from dedupe.articles.decision.prepare import Text, prepare
from dedupe.articles.decision.templates import LEAST, LOOKED_AT, own_words, say_the_same
from dedupe.articles.decision.verify import Verdict, look_alike, only_a_part, other_interviews, verify
from dedupe.articles.text.words import in_batches
from warehouse.base.progress import SILENT_STAGE, StageProgress

FIRST_PAIRS = 100
PAIRS_AT_ONCE = 2_000
DOUBTFUL_AT_ONCE = 200
"""Pairs of which each is compared beside LOOKED_AT further texts for either side."""

WORDS_AT_ONCE = 250_000
"""Words of the texts that are read together: some 10 MB."""

WORDS_KEPT = 500_000
"""Words of the texts that are kept for the pairs that come next."""

Fetch = Callable[[Sequence[str]], Mapping[str, str]]
"""Texts by id; ids that are not known are left out."""

Links = Callable[[Set[str]], Iterable[tuple[str, str]]]
"""The pairs of copies that are known before, of some texts by id."""

Judged = tuple[str, str, Verdict]

_Pair = TypeVar("_Pair")


class Verifier:
    """Compares candidates, and remembers which texts were refused as reports by one template, and which are
    copies beyond what they share with others.

    One is made for each batch or collection; what it has learned counts for the pairs that come after, and so
    do the links that were `known` before.
    """

    def __init__(self, fetch: Fetch, boilerplate: SharedBoilerplate, known: Links = lambda _: ()) -> None:
        self._fetch = fetch
        self._boilerplate = boilerplate
        self._known = known
        self._recalled = set[str]()
        self._texts: dict[str, Text] = {}
        self._words_read = 0
        self._words_kept = 0
        self._copies: defaultdict[str, set[str]] = defaultdict(set)
        self._look_alikes: defaultdict[str, set[str]] = defaultdict(set)

    @property
    def look_alikes(self) -> Mapping[str, Set[str]]:
        """The look-alikes of each text that has some, as far as they were compared."""
        return self._look_alikes

    @property
    def by_template(self) -> set[str]:
        """The texts of which enough look-alikes are known to tell their template from the rest.

        A text with more copies than look-alikes is a story that many carry, some of them misread.
        """
        some = {one for one, others in self._look_alikes.items() if len(others) >= LEAST}
        self._recall_links(some.union(*(self._look_alikes[one] for one in some)))
        return {one for one in some if len(self._reports(one)) >= max(LEAST, len(self._copies[one]))}

    def _reports(self, one: str) -> list[str]:
        """The look-alikes of a text of which none is a copy of another: copies of one story say it once."""
        chosen: list[str] = []
        for other in sorted(self._look_alikes[one]):
            if self._copies[other].isdisjoint(chosen):
                chosen.append(other)
        return chosen

    def _recall_links(self, ids: Set[str]) -> None:
        """Take note of the copies that are known of some texts."""
        fresh = ids - self._recalled
        self._recalled |= fresh
        for one, two in self._known(fresh) if fresh else ():
            self._link(one, two)

    def _link(self, one: str, two: str) -> None:
        self._copies[one].add(two)
        self._copies[two].add(one)

    def fellows(self, one: str) -> list[str]:
        """Texts that look like those that a text looks like, LOOKED_AT at most."""
        beyond = set[str]().union(*(self._look_alikes[other] for other in self._look_alikes[one]))
        return sorted(beyond - {one})[:LOOKED_AT]

    def copies(
        self, candidates: Sequence[tuple[str, str]], stage: StageProgress = SILENT_STAGE
    ) -> list[Judged]:
        """The candidates that are copies, with the verdict. Sorted ones are quickest: texts are kept a
        while. `stage` is told of those that were compared."""
        found = list(self._judged(candidates, stage))
        parts = {pair for pair, is_part in found if is_part}
        self._recall_links({end for one, two, _ in parts for end in (one, two)})
        return self._without_templates(
            [pair for pair, _ in found if pair not in parts or self._has_third(pair)]
        )

    def _has_third(self, pair: Judged) -> bool:
        """Whether either of two texts is a copy of a third one that shares more with the other.

        It is asked of the texts, not of what was found: which of the three came first leaves no trace.
        """
        one, two, _ = pair
        return self._has_copy_like(one, two) or self._has_copy_like(two, one)

    def _has_copy_like(self, one: str, other: str) -> bool:
        thirds = sorted(self._copies[one] - {other})[:LOOKED_AT]
        texts = self._loaded({other, *thirds}) if thirds else {}
        return any(
            _are_surely_copies(texts[third], texts[other])
            for third in thirds
            if third in texts and other in texts
        )

    def look_for_templates(self, candidates: Sequence[tuple[str, str]]) -> None:
        """Compare pairs only to learn which of them are look-alikes."""
        for _ in self._judged(candidates):
            pass

    def _judged(
        self, candidates: Sequence[tuple[str, str]], stage: StageProgress = SILENT_STAGE
    ) -> Iterator[tuple[Judged, bool]]:
        """The verified pairs, and whether each shares only a head or a passage."""
        for some in self._portions(candidates, PAIRS_AT_ONCE):
            texts = self._loaded({article_id for pair in some for article_id in pair})
            known: dict[tuple[int, int], _Outcome] = {}
            outcomes: dict[tuple[str, str], _Outcome] = {}
            for one, two in some:
                if one not in texts or two not in texts:
                    continue
                same_for = id(texts[one]), id(texts[two])  # exact copies are one text
                outcome = known.get(same_for) or _outcome(texts[one], texts[two])
                known[same_for] = outcomes[one, two] = outcome
            outcomes |= self._interviews_as_a_whole(outcomes, texts)
            for (one, two), outcome in outcomes.items():
                if outcome.verdict is not None:
                    if not outcome.is_part:
                        self._link(one, two)
                    yield (one, two, outcome.verdict), outcome.is_part
                elif outcome.look_alike:
                    self._look_alikes[one].add(two)
                    self._look_alikes[two].add(one)
            stage.advance(len(some))

    def _interviews_as_a_whole(
        self, outcomes: Mapping[tuple[str, str], _Outcome], texts: Mapping[str, Text]
    ) -> dict[tuple[str, str], _Outcome]:
        """The pairs of copies that are interviews by one set of questions, boilerplate and all.

        Questions that many interviews begin or end with are taken for boilerplate, by some batches.
        """
        doubtful = [
            pair
            for pair, outcome in outcomes.items()
            if outcome.verdict is not None and not all(texts[end].is_whole for end in pair)
        ]
        if not doubtful:
            return {}
        ends = sorted({end for pair in doubtful for end in pair})
        whole = dict(_prepared(self._fetch(ends), NO_BOILERPLATE))
        return {
            (one, two): _Outcome(None, False, True)
            for one, two in doubtful
            if other_interviews(compare(whole[one], whole[two]))
        }

    def _without_templates(self, found: Sequence[Judged]) -> list[Judged]:
        """The verified pairs that are copies by what third texts show, too."""
        known = self.by_template
        doubtful = [pair for pair in found if not known.isdisjoint(pair[:2])]
        refused = set[Judged]()
        for some in self._portions(doubtful, DOUBTFUL_AT_ONCE):
            beside = {pair: self._beside(pair) for pair in some}
            ends = {end for one, two, _ in some for end in (one, two)}
            self._loaded(ends.union(*beside.values()))
            refused.update(pair for pair in some if not self._say_the_same(pair, beside[pair]))
        return [pair for pair in found if pair not in refused]

    def _beside(self, pair: Judged) -> list[str]:
        """Reports by the template of two texts: what either looks like, LOOKED_AT at most. Which of the two
        they were compared with depends on what came first."""
        one, two, _ = pair
        return sorted((self._look_alikes[one] | self._look_alikes[two]) - {one, two})[:LOOKED_AT]

    def _say_the_same(self, pair: Judged, beside: Sequence[str]) -> bool:
        one, two = (self._texts[end] for end in pair[:2])
        others = [self._texts[each] for each in beside]
        return say_the_same(compare(one, two), (own_words(one, others), own_words(two, others)))

    def _portions(self, pairs: Sequence[_Pair], most: int) -> Iterator[Sequence[_Pair]]:
        """The pairs, of which so many at a time that the texts read for them have about WORDS_AT_ONCE."""
        first, count = 0, FIRST_PAIRS
        while first < len(pairs):
            before = self._words_read
            yield pairs[first : first + count]
            first += count
            words = max(1, self._words_read - before)
            count = max(1, min(most, 4 * count, count * WORDS_AT_ONCE // words))

    def _loaded(self, ids: Collection[str]) -> Mapping[str, Text]:
        """The texts in memory, those of `ids` among them as far as they are known."""
        if self._words_kept > WORDS_KEPT:
            self._texts, self._words_kept = {}, 0
        wanted = sorted(set(ids) - self._texts.keys())
        if wanted:
            read = dict(_prepared(self._fetch(wanted), self._boilerplate))
            words = sum(len(text.hashes) for text in read.values())
            self._words_read += words
            self._words_kept += words
            self._texts.update(read)
        return self._texts


class _Outcome(NamedTuple):
    """What comparing two texts says of them; the last two each for one kind of verdict only."""

    verdict: Verdict | None
    is_part: bool
    look_alike: bool


def _outcome(one: Text, two: Text) -> _Outcome:
    overlap = compare(one, two)
    if (verdict := verify(overlap)) is not None:
        return _Outcome(verdict, only_a_part(overlap), False)
    return _Outcome(None, False, look_alike(overlap))


def _are_surely_copies(one: Text, two: Text) -> bool:
    overlap = compare(one, two)
    return verify(overlap) is not None and not only_a_part(overlap)


def _prepared(texts: Mapping[str, str], boilerplate: SharedBoilerplate) -> Iterable[tuple[str, Text]]:
    """The texts ready to be compared; the same one for all that are the same."""
    distinct = list(dict.fromkeys(texts.values()))
    parts = (prepare(some, boilerplate) for some in in_batches(distinct))
    prepared = dict(zip(distinct, chain.from_iterable(parts), strict=True))
    return ((each, prepared[text]) for each, text in texts.items())
