"""Signing texts: what they are met by, as arrays. A few at a time, which stay in the processor's cache."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dedupe.articles.boilerplate.cut_boilerplate import (
    NO_BOILERPLATE,
    SharedBoilerplate,
    cut,
    kept_sentences,
)
from dedupe.articles.boilerplate.find_boilerplate import find_shared_boilerplate
from dedupe.articles.boilerplate.repeated_lines import take_lines_off
from dedupe.articles.candidates.shingle import Shingles, joined, shingle
from dedupe.articles.candidates.sign import sign
from dedupe.articles.text.sentences import Sentences, at_least, beginnings_of, concatenate, read_sentences
from dedupe.articles.text.words import Words, in_batches, read_words

SENTENCE_WORDS = 7.0
"""Shorter sentences ("The police said.") stand in articles that have nothing else in common."""


class _Read(NamedTuple):
    """Some texts before they are signed; as SignedTexts."""

    text_hashes: list[str]
    shingles: Shingles
    begun: npt.NDArray[np.bool_]
    beginnings: npt.NDArray[np.uint32]
    sentences: Sentences
    every: Sentences


@dataclass(frozen=True)
class SignedTexts:
    """Some texts: for each the hash of all its words, its number of shingles, its minima.

    `sentences` are the long ones without boilerplate, `every` are all with it; `begun` says which texts have
    long ones, `beginnings` how these begin.
    """

    text_hashes: list[str]
    shingles: npt.NDArray[np.int64]
    minhash: npt.NDArray[np.uint32]
    begun: npt.NDArray[np.bool_]
    beginnings: npt.NDArray[np.uint32]
    sentences: Sentences
    every: Sentences

    @property
    def filled(self) -> npt.NDArray[np.bool_]:
        """Which texts have shingles."""
        return self.shingles > 0

    def sentence_keys(self) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.intp]]:
        """How sentences end, then how texts begin; and the number of the text of each."""
        of = np.repeat(np.arange(len(self.begun)), np.diff(self.sentences.starts))
        hashes = np.concatenate([self.sentences.endings, self.beginnings])
        return hashes, np.concatenate([of, np.flatnonzero(self.begun)])


def sign_texts(texts: Sequence[str], boilerplate: SharedBoilerplate = NO_BOILERPLATE) -> SignedTexts:
    """Signs every text without its boilerplate."""
    return _signed(bodies.read(boilerplate) for bodies in take_lines_off(texts, boilerplate).parts())


def learn_and_sign(texts: Sequence[str]) -> tuple[SignedTexts, SharedBoilerplate]:
    """Signs every text without the boilerplate that all of them show, and gives that. The words of all texts
    are in memory meanwhile."""
    read = [(words, read_sentences(words)) for words in map(read_words, in_batches(texts))]
    boilerplate = find_shared_boilerplate(concatenate([sentences for _, sentences in read]))
    cuts = ((*cut(*each, *kept_sentences(each[1], boilerplate)), each[1]) for each in read)
    return _signed(cuts), boilerplate


def _signed(read: Iterable[tuple[Words, Sentences, Sentences]]) -> SignedTexts:
    """By the words and the sentences that are left of texts, and all sentences of these, a few at a time."""
    parts = [_part(*each) for each in read]
    shingles = joined([part.shingles for part in parts])
    return SignedTexts(
        text_hashes=[text_hash for part in parts for text_hash in part.text_hashes],
        shingles=np.diff(shingles.starts),
        minhash=sign(shingles),
        begun=np.concatenate([np.zeros(0, np.bool_), *(part.begun for part in parts)]),
        beginnings=np.concatenate([np.zeros(0, np.uint32), *(part.beginnings for part in parts)]),
        sentences=concatenate([part.sentences for part in parts]),
        every=concatenate([part.every for part in parts]),
    )


def _part(words: Words, sentences: Sentences, every: Sentences) -> _Read:
    sentences = at_least(sentences, SENTENCE_WORDS)
    begun, beginnings = beginnings_of(words, sentences)
    return _Read(_text_hashes(words), shingle(words), begun, beginnings, sentences, every)


def _text_hashes(words: Words) -> list[str]:
    hashes = words.hashes.astype("<u8", copy=False).data.cast("B")
    borders = pairwise((words.starts * words.hashes.itemsize).tolist())
    return [hashlib.sha256(hashes[begin:end]).hexdigest()[:32] for begin, end in borders]
