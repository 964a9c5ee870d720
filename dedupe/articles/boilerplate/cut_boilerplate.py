"""Cutting boilerplate from the head and tail of texts."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from dedupe.articles.mixing import among
from dedupe.articles.text.sentences import Sentences, read_sentences, rearranged, some_of
from dedupe.articles.text.words import Words, keep

MAX_OTHER_SHARE = 0.2
"""Share of the words after (or before) a boilerplate sentence that may be rare: rotating headlines."""

Hashes = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class SharedBoilerplate:
    """Hashes of the sentences that texts of a collection begin with, and end with; each sorted."""

    heads: Hashes
    tails: Hashes

    def __bool__(self) -> bool:
        return len(self.heads) + len(self.tails) > 0


NO_BOILERPLATE = SharedBoilerplate(np.zeros(0, np.uint32), np.zeros(0, np.uint32))


def without_boilerplate(words: Words, boilerplate: SharedBoilerplate) -> Words:
    """The words of a batch without the boilerplate at the head and tail of each text."""
    if not boilerplate:
        return words
    sentences = read_sentences(words)
    return cut(words, sentences, *kept_sentences(sentences, boilerplate))[0]


def cut(words: Words, sentences: Sentences, begin: Places, end: Places) -> tuple[Words, Sentences]:
    """Of each text the words and the sentences from its sentence `begin` up to `end`, by their numbers in the
    batch."""
    if (begin == sentences.starts[:-1]).all() and (end == sentences.starts[1:]).all():
        return words, sentences
    borders = np.append(sentences.first, len(words.hashes))
    kept = keep(words, borders[begin], borders[end])
    some, moved = some_of(sentences, begin, end), kept.starts[:-1] - borders[begin]
    return kept, replace(some, first=some.first + np.repeat(moved, end - begin))


def kept_sentences(sentences: Sentences, boilerplate: SharedBoilerplate) -> tuple[Places, Places]:
    """The first sentence of each text that stays, and the one after the last; no text is cut as a whole."""
    return kept_between(
        sentences, *(among(sentences.hashes, each) for each in (boilerplate.heads, boilerplate.tails))
    )


def kept_between(sentences: Sentences, is_head: Marks, is_tail: Marks) -> tuple[Places, Places]:
    """The same, where it is known which of the sentences are boilerplate of heads, and which of tails."""
    first, last = sentences.starts[:-1], sentences.starts[1:]
    begin, end = first.copy(), last.copy()
    text = np.repeat(np.arange(len(first)), np.diff(sentences.starts))
    places = np.arange(len(text))
    heads = border_places(sentences, is_head, first[text], places + 1)
    tails = border_places(sentences, is_tail, places, last[text])
    # Of several places in a text the innermost counts, which is written last.
    begin[text[heads]] = heads + 1
    end[text[tails[::-1]]] = tails[::-1]
    whole = begin >= end
    return np.where(whole, first, begin), np.where(whole, last, end)


def cut_differently(sentences: Sentences, before: SharedBoilerplate, after: SharedBoilerplate) -> Places:
    """The texts that are cut in other places when other boilerplate is known: some of those that have a
    sentence which is boilerplate in one of both only."""
    changed = [
        np.setxor1d(before.heads, after.heads, assume_unique=True),
        np.setxor1d(before.tails, after.tails, assume_unique=True),
    ]
    text = np.repeat(np.arange(len(sentences)), np.diff(sentences.starts))
    asked = np.flatnonzero(
        np.bincount(text[among(sentences.hashes, np.sort(np.concatenate(changed)))], minlength=len(sentences))
    )
    some = rearranged(sentences, [[text] for text in asked.tolist()])
    (begin, end), (new_begin, new_end) = kept_sentences(some, before), kept_sentences(some, after)
    found: Places = asked[(begin != new_begin) | (end != new_end)]
    return found


def border_places(
    sentences: Sentences, found: Marks, begin: Places, end: Places, other: float = MAX_OTHER_SHARE
) -> Places:
    """The boilerplate sentences `found` from which to the text's border all but the share `other` is
    boilerplate."""
    if not found.any():
        return begin[:0]
    words = sentences.words.astype(np.float64)
    own, every = (np.concatenate([[0.0], np.cumsum(some)]) for some in (np.where(found, 0, words), words))
    places = found.nonzero()[0]
    begin, end = begin[places], end[places]
    reached: Places = places[own[end] - own[begin] <= other * (every[end] - every[begin])]
    return reached
