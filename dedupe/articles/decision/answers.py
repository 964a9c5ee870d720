"""What follows each prompt of a text, to be held against what follows the same prompt in another. Pure.

Observed: interviews by one set of questions, questionnaires and notices with labelled lines share the prompts
and differ in the answers, some of which are two words long, before the next prompt. A copy answers alike, or
the beginning of an answer was cut out, and then what follows the prompt stands in the other's answer, too.
A prompt that comes twice in a text (the name before each line of a conversation) says nothing: which of the
places in the other text is its own cannot be told when some were cut.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set

import numpy as np
import numpy.typing as npt

from dedupe.articles.text.traits import PROMPT

Hashes = npt.NDArray[np.uint64]

ANSWER_WORDS = 8
"""Words after a prompt that are looked at: answers begin alike by chance."""

PROMPT_WORDS = 5
"""Last words of a prompt by which it is known again."""


def answers(hashes: Hashes, traits: npt.NDArray[np.uint8]) -> Mapping[bytes, slice]:
    """Where the answer to each prompt is, by the last words of the prompt: all up to the next one."""
    prompts = (traits & PROMPT) > 0
    if not prompts.any():
        return {}
    steps = np.diff(prompts.astype(np.int8), prepend=0, append=0)
    begin, end = np.flatnonzero(steps > 0).tolist(), np.flatnonzero(steps < 0).tolist()
    keys = [
        hashes[max(first, last - PROMPT_WORDS) : last].tobytes()
        for first, last in zip(begin, end, strict=True)
    ]
    count = Counter(keys)
    following = [*begin, len(hashes)][1:]
    return {
        key: slice(last, until)
        for key, last, until in zip(keys, end, following, strict=True)
        if count[key] == 1
    }


def beginning(answer: slice) -> slice:
    """The words of an answer that are compared."""
    return slice(answer.start, min(answer.stop, answer.start + ANSWER_WORDS))


def begin_alike(one: Set[int], other: Set[int]) -> bool:
    """Whether more than half of the distinct words that the longer of two answers begins with are in what
    either begins with."""
    return 2 * len(one & other) > max(len(one), len(other))


def alike(one: Set[int], answer: Hashes, other: Set[int], other_answer: Hashes) -> tuple[bool, bool]:
    """Whether each of two answers to one prompt agrees with the other: they begin alike, or all that the one
    begins with is anywhere in the other."""
    if begin_alike(one, other):
        return True, True
    return one <= set(other_answer.tolist()), other <= set(answer.tolist())
