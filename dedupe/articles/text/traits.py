"""What a word is beside its letters: a number, a name, long, within quotation marks, of a prompt.

Observed: texts that follow one template differ in their facts, and facts are numbers and names. A decimal or
a number with separators is one fact (0.8 and 1.8 have nothing in common), whichever mark the outlet puts
between its digits. Chinese and Japanese write numbers in letters as often (九度, 二级): two characters of
which the first is one are a number, its unit included. A name is a word that begins in upper case and no
sentence; in scripts without case there are none to be told, and numbers decide alone. German writes every
noun so, which makes more facts and does no harm. A word of LONG_WORD letters is mostly of the subject, a
shorter one of the language; scripts without spaces have none. Every double quotation mark of any language
opens or closes, in turn, within its line: the same mark opens in one country and closes in the next. Single
marks are left alone, for they are apostrophes. A prompt is a question, or the first words of a line up to a
colon.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedupe.articles.mixing import mix64
from dedupe.articles.text.characters import ASKS, COLON, DIGIT, QUOTE, SCRIPT, WORD

NUMBER, NAME, QUOTED, PROMPT, LONG, CAPITAL = (1 << bit for bit in range(6))

LONG_WORD = 6

LABEL_WORDS = 8
"""Words before a colon that are a label of their line; more are a sentence."""

_WITHIN_NUMBERS = np.array([ord(mark) for mark in ".,'’٫٬"], np.uint32)
_NEWLINE = ord("\n")

Codes = npt.NDArray[np.uint32] | npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]


def traits(
    codes: Codes,
    kind: npt.NDArray[np.uint8],
    small: Codes,
    begin: Places,
    end: Places,
    sentence: npt.NDArray[np.int32],
) -> npt.NDArray[np.uint8]:
    """The bits of every word from `begin` up to `end` of the characters `codes`, in lower case `small`."""
    found = np.where(kind[begin] & DIGIT, np.uint8(NUMBER), np.uint8(0))
    found[(kind[begin] == WORD) & (end - begin >= LONG_WORD)] |= LONG
    capital = (codes[begin] != small[begin]) & (kind[begin] & SCRIPT == WORD)
    first = np.diff(sentence, prepend=-1) != 0
    quote = (kind & QUOTE) > 0
    found[capital] |= CAPITAL
    found[capital & ~first & ~quote[begin - 1]] |= NAME
    if quote.any():
        found[_within(codes, quote)[begin]] |= QUOTED
    found[_prompts(codes, kind, begin, sentence)] |= PROMPT
    return found


def letters_of(kind: npt.NDArray[np.uint8], small: Codes, begin: Places) -> npt.NDArray[np.uint32]:
    """Which letters each word has, as bits: those of an alphabet differ in the last five of their codes."""
    bits = np.where(kind & SCRIPT, np.uint32(1) << (small & np.uint32(31)), np.uint32(0))
    found: npt.NDArray[np.uint32] = np.bitwise_or.reduceat(bits, begin) if len(begin) else bits[:0]
    return found


def whole_numbers(
    codes: Codes, found: npt.NDArray[np.uint8], hashes: npt.NDArray[np.uint64], begin: Places, end: Places
) -> npt.NDArray[np.uint64]:
    """The facts of words: their hashes, but that of the whole number for each part of a number."""
    number = (found & NUMBER) > 0
    joined = number[1:] & number[:-1] & (begin[1:] - end[:-1] == 1)
    joined = joined & np.isin(codes[end[:-1]], _WITHIN_NUMBERS)
    if not joined.any():
        return hashes
    starts = np.flatnonzero(np.concatenate([[True], ~joined]))
    place = np.arange(len(hashes)) - np.repeat(starts, np.diff(starts, append=len(hashes)))
    sums = np.add.reduceat(mix64(hashes + place.astype(np.uint64)), starts)
    lengths = np.diff(starts, append=len(hashes))
    return np.where(np.repeat(lengths > 1, lengths), np.repeat(sums, lengths), hashes)


def _prompts(
    codes: Codes, kind: npt.NDArray[np.uint8], begin: Places, sentence: npt.NDArray[np.int32]
) -> Places:
    """The words of questions, and those of the labels of lines."""
    questions = _last_before(np.flatnonzero(kind & ASKS), begin)
    colons = np.flatnonzero(kind & COLON)
    labels = _last_before(colons[kind[np.minimum(colons + 1, len(kind) - 1)] & SCRIPT == 0], begin)
    first_of_question = np.searchsorted(sentence, sentence[questions])
    line = np.searchsorted(np.flatnonzero(codes == _NEWLINE), begin)
    first_of_line = np.searchsorted(line, line[labels])
    short = labels - first_of_line < LABEL_WORDS
    first = np.concatenate([first_of_question, first_of_line[short]])
    length = np.concatenate([questions, labels[short]]) + 1 - first
    return np.repeat(first - np.cumsum(length) + length, length) + np.arange(length.sum())


def _last_before(marks: Places, begin: Places) -> Places:
    """The last word before each of the places `marks`, where there is one."""
    words = np.searchsorted(begin, marks) - 1
    return words[words >= 0]


def _within(codes: Codes, quote: Marks) -> Marks:
    """Whether each character stands after an odd number of quotation marks of its line."""
    count = np.cumsum(quote)
    before = np.maximum.accumulate(np.where(codes == _NEWLINE, count, 0))
    return np.asarray((count - before) % 2 == 1)
