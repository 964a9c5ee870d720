"""Candidates are compared by their true texts, a few thousand in memory at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from dedupe.articles.boilerplate.cut_boilerplate import SharedBoilerplate
from dedupe.articles.decision.compare import Text, compare, prepare
from dedupe.articles.decision.verify import Verdict, verify

PAIRS_AT_ONCE = 2_000
TEXTS_KEPT = 6_000
PREPARED_AT_ONCE = 32

Fetch = Callable[[Sequence[str]], Mapping[str, str]]
"""Texts by id; ids that are not known are left out."""


def verified(
    candidates: Sequence[tuple[str, str]], fetch: Fetch, boilerplate: SharedBoilerplate
) -> Iterator[tuple[str, str, Verdict]]:
    """The candidates that are copies, with the verdict. Sorted ones are quickest: texts are kept a while."""
    texts: dict[str, Text] = {}
    for first in range(0, len(candidates), PAIRS_AT_ONCE):
        some = candidates[first : first + PAIRS_AT_ONCE]
        if len(texts) > TEXTS_KEPT:
            texts = {}
        wanted = sorted({article_id for pair in some for article_id in pair} - texts.keys())
        texts.update(_prepared(fetch(wanted), boilerplate))
        for one, two in some:
            verdict = verify(compare(texts[one], texts[two])) if one in texts and two in texts else None
            if verdict is not None:
                yield one, two, verdict


def _prepared(texts: Mapping[str, str], boilerplate: SharedBoilerplate) -> Iterator[tuple[str, Text]]:
    ids = list(texts)
    for first in range(0, len(ids), PREPARED_AT_ONCE):
        some = ids[first : first + PREPARED_AT_ONCE]
        yield from zip(some, prepare([texts[each] for each in some], boilerplate), strict=True)
