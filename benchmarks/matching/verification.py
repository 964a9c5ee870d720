"""Verification: pairs of texts that are compared a second, each text read once."""

from __future__ import annotations

from collections.abc import Sequence
from time import process_time

from dedupe.articles.boilerplate.cut_boilerplate import NO_BOILERPLATE
from flows.matching.verifying import Verifier

FELLOWS = 5
"""Candidates of each text, a true copy among them at best."""


def pairs_a_second(texts: Sequence[str]) -> float:
    """Pairs verified per second of processor time; each text meets the FELLOWS texts after it."""
    known = {f"{number:08x}": text for number, text in enumerate(texts)}
    ids = list(known)
    pairs = [(one, two) for place, one in enumerate(ids) for two in ids[place + 1 : place + 1 + FELLOWS]]
    begin = process_time()
    Verifier(lambda some: {each: known[each] for each in some}, NO_BOILERPLATE).copies(pairs)
    return len(pairs) / (process_time() - begin)
