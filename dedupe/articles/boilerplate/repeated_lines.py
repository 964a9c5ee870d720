"""Boilerplate lines that many texts end or begin with: read once, and taken off before the texts are read.

Observed: where texts end in promos as long as themselves, half of the time to sign them goes into reading the
same lines again and again, only to cut them. A line is read alike wherever it stands, since its end ends a
sentence; and of what begins (or ends) a text, all is cut up to the innermost boilerplate sentence. So a line
with which REPEATED texts end, and of which every sentence is known to end texts, need not be read in each of
them: its sentences are put back where it was, and the outcome is the same.

Exceptions: no text is cut as a whole, so where nothing but boilerplate is left it is read with its lines.
Very long texts always are, since not all of them counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedupe.articles.boilerplate.cut_boilerplate import (
    Hashes,
    SharedBoilerplate,
    cut,
    kept_sentences,
)
from dedupe.articles.text.sentences import (
    Sentences,
    concatenate,
    read_all_sentences,
    read_sentences,
    rearranged,
)
from dedupe.articles.text.words import MAX_CHARS, Words, in_batches, read_words

REPEATED = 3
"""Texts that end alike before their last line is looked at."""

_LONGEST = MAX_CHARS // 20
"""Characters of texts that are taken apart: a compatibility form stands for 18 at most, so that such a text
is read to its end."""

Part = tuple[int, int]
"""Where a part of a text begins and ends, in characters."""

Outermost = Callable[[str, int, int], tuple[str, Part] | None]
"""The outermost line of a part of a text, and the part without it; None where it has but one."""


@dataclass(frozen=True)
class Bodies:
    """Texts without the lines that were taken off, `texts`, and as they are, `whole`. Of each, `before` and
    `after` say which lines stood around it, by their numbers in `lines`."""

    texts: Sequence[str]
    whole: Sequence[str]
    before: Sequence[Sequence[int]]
    after: Sequence[Sequence[int]]
    lines: Sentences

    def parts(self) -> Iterator[Bodies]:
        """The same, a few texts at a time."""
        first = 0
        for some in in_batches(self.texts):
            part = slice(first, first + len(some))
            yield Bodies(some, self.whole[part], self.before[part], self.after[part], self.lines)
            first += len(some)

    def read(self, boilerplate: SharedBoilerplate) -> tuple[Words, Sentences, Sentences]:
        """The words and the sentences of each text without its boilerplate; and all its sentences."""
        words = read_words(self.texts)
        sentences = read_sentences(words)
        if not boilerplate:
            return words, sentences, sentences
        every = self._with_lines(sentences)
        first, last = sentences.starts[:-1], sentences.starts[1:]
        moved = first - every.starts[:-1] - self._sentences_before()
        begin, end = (places + moved for places in kept_sentences(every, boilerplate))
        beyond = (begin < first) | (end > last)
        if beyond.any():
            return self._restored(beyond).read(boilerplate)
        return *cut(words, sentences, begin, end), every

    def _with_lines(self, sentences: Sentences) -> Sentences:
        """The sentences of the whole texts, by those of what is left of them."""
        if not any(self.before) and not any(self.after):
            return sentences
        count = len(self.lines)
        around = zip(self.before, self.after, strict=True)
        pieces = [(*before, count + number, *after) for number, (before, after) in enumerate(around)]
        return rearranged(concatenate([self.lines, sentences]), pieces)

    def _sentences_before(self) -> npt.NDArray[np.int64]:
        """How many sentences the lines before each text have."""
        lengths = np.diff(self.lines.starts)
        return np.array([lengths[list(lines)].sum() if lines else 0 for lines in self.before], np.int64)

    def _restored(self, which: npt.NDArray[np.bool_]) -> Bodies:
        """The same, but some of the texts with all their lines."""
        texts = [
            self.whole[number] if restored else self.texts[number] for number, restored in enumerate(which)
        ]
        before, after = (
            [() if restored else lines for restored, lines in zip(which, around, strict=True)]
            for around in (self.before, self.after)
        )
        return Bodies(texts, self.whole, before, after, self.lines)


def take_lines_off(texts: Sequence[str], boilerplate: SharedBoilerplate) -> Bodies:
    """The texts without the boilerplate lines that several of them end or begin with."""
    parts = [(0, len(text)) for text in texts]
    tails = _KnownLines(boilerplate.tails, 0)
    after = _taken_off(texts, parts, _last_line, tails)
    heads = _KnownLines(boilerplate.heads, len(tails.sentences))
    before = _taken_off(texts, parts, _first_line, heads)
    bodies = [text[begin:end] for text, (begin, end) in zip(texts, parts, strict=True)]
    lines = concatenate([tails.sentences, heads.sentences])
    return Bodies(bodies, texts, before, [each[::-1] for each in after], lines)


class _KnownLines:
    """Lines that were looked at, and which of them are boilerplate as a whole; numbered from `first` on."""

    def __init__(self, boilerplate: Hashes, first: int) -> None:
        self.sentences = concatenate([])
        self._boilerplate = boilerplate
        self._first = first
        self._number: dict[str, int | None] = {}

    def __bool__(self) -> bool:
        """Whether any line can be boilerplate."""
        return len(self._boilerplate) > 0

    def learn(self, ends: Sequence[tuple[str, str]]) -> None:
        """Look at the outermost lines of texts, and where one is repeated at all lines of such a text: those
        that stand next to it are mostly repeated, too. `ends` are such lines, each with its text."""
        count = Counter(line for line, _ in ends)
        often = {line for line, times in count.items() if times >= REPEATED} - self._number.keys()
        example = {line: text for line, text in ends if line in often} if often else {}
        lines = {line for text in example.values() for line in text.split("\n")}
        fresh = sorted(lines - self._number.keys())
        sentences = read_all_sentences(fresh)
        line = np.repeat(np.arange(len(fresh)), np.diff(sentences.starts))
        own = set(line[~np.isin(sentences.hashes, self._boilerplate)].tolist())
        begin = self._first + len(self.sentences)
        self._number |= {each: None if number in own else begin + number for number, each in enumerate(fresh)}
        self.sentences = concatenate([self.sentences, sentences])

    def number(self, line: str) -> int | None:
        """The number of a boilerplate line."""
        return self._number.get(line)


def _taken_off(
    texts: Sequence[str], parts: list[Part], outermost: Outermost, known: _KnownLines
) -> list[list[int]]:
    """The numbers of the lines that are taken off each text, outermost first; `parts` says what is left."""
    taken: list[list[int]] = [[] for _ in texts]
    left = [number for number, text in enumerate(texts) if len(text) <= _LONGEST] if known else []
    while left:
        ends = []
        for number in left:
            text, part = texts[number], parts[number]
            while found := outermost(text, *part):
                line, rest = found
                if (of_line := known.number(line)) is None:
                    ends.append((number, line))
                    break
                taken[number].append(of_line)
                part = rest
            parts[number] = part
        known.learn([(line, texts[number]) for number, line in ends])
        left = [number for number, line in ends if known.number(line) is not None]
    return taken


def _last_line(text: str, begin: int, end: int) -> tuple[str, Part] | None:
    at = text.rfind("\n", begin, end)
    return (text[at + 1 : end], (begin, at)) if at >= 0 else None


def _first_line(text: str, begin: int, end: int) -> tuple[str, Part] | None:
    at = text.find("\n", begin, end)
    return (text[begin:at], (at + 1, end)) if at >= 0 else None
