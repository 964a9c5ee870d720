"""The stop words of jusText, to which trafilatura's slow mode turns.

Observed: one page in thirty is searched slowly; the first of them made trafilatura read the stop words of all
100 languages, and jusText keep them once more in lower case: 154,000 words twice, 28 MiB that each extraction
process held from then on. The rule: of the words only their hashes are kept, and jusText is given those words
of the page that are among them, since others change nothing. Two words with one hash of 64 bits are not
expected.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from typing import Any

from trafilatura import external

_external: Any = external
_their_classify = _external.classify_paragraphs


class StopWords:
    """A set of words of which only hashes are kept."""

    def __init__(self, words: Iterable[str]) -> None:
        self._hashes = array("q", sorted(set(map(hash, words))))

    def __contains__(self, word: str) -> bool:
        key = hash(word)
        place = bisect_left(self._hashes, key)
        return place < len(self._hashes) and self._hashes[place] == key


@cache
def stop_words() -> StopWords:
    """Those of all languages that jusText has."""
    return StopWords(word for name in _external.get_stoplists() for word in _external.get_stoplist(name))


def use_hashed_stop_words() -> None:
    """Have trafilatura use these where it does not know a page's language."""
    _external.jt_stoplist_init = stop_words
    _external.classify_paragraphs = _classify


def _classify(paragraphs: list[Any], stop: Any, *limits: Any) -> None:
    """jusText's own, with the stop words that the paragraphs have."""
    if isinstance(stop, StopWords):
        words = {word.lower() for paragraph in paragraphs for word in paragraph.text.split()}
        stop = frozenset(word for word in words if word in stop)
    _their_classify(paragraphs, stop, *limits)
