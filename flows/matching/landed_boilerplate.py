"""Boilerplate that a batch shares with what landed before it.

Observed: boilerplate is known by the texts that show it, and of five batches each has a fifth of these. Of
1,257 texts under the promos of eight outlets 40 sentences were found to be boilerplate in one batch, in each
of five 0 to 28; two reports that end alike were joined, and a story of few words was not found under its
promos.

The rule: what a batch finds is kept with its bands, and holds for the batches of the window that come after.
Sentences that texts of the batch and landed ones have, MIN_DOCUMENTS together, are judged by both, up to
MAX_SAMPLED landed texts for each. Landed texts that hold what is found so for the first time are signed again
and matched with the batch, as those are that cleaning changed.

Left out: sentences of which every text of the batch consists of what others have, too (a story that many
carry), since these say nothing of boilerplate; sentences under SENTENCE_WORDS, which bands do not keep. Of
landed texts LANDED_FOR_EACH for each of the batch are read at most.
A mistake costs what it costs within a batch: see `find_boilerplate`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from dedupe.articles.boilerplate.cut_boilerplate import SharedBoilerplate
from dedupe.articles.boilerplate.evidence import MIN_DOCUMENTS, MIN_OWN_WORDS, MIN_SENTENCE_WORDS
from dedupe.articles.boilerplate.find_boilerplate import MAX_SAMPLED, find_shared_boilerplate
from dedupe.articles.candidates.band import HEAD_BAND, SENTENCE_BAND, TAIL_BAND
from dedupe.articles.candidates.shared_bands import rank
from dedupe.articles.mixing import distinct
from dedupe.articles.text.sentences import Sentences, concatenate
from flows.matching.band_lookup import keys_of, stored_rows_with
from flows.matching.sign_texts import SENTENCE_WORDS
from flows.matching.signing import Subject, sentences_of

LANDED_FOR_EACH = 2

Hashes = npt.NDArray[np.uint32]
Keys = npt.NDArray[np.uint32]

Fetch = Callable[[Collection[int]], Sequence[Subject]]
"""The latest texts of landed articles, by their keys in `bands`; those that are not known are left out."""


@dataclass(frozen=True)
class _Rows:
    """Rows of `bands`: how sentences end, and the landed articles that have them."""

    endings: Hashes
    articles: Keys

    def where(self, which: npt.NDArray[np.bool_]) -> _Rows:
        return _Rows(self.endings[which], self.articles[which])


@dataclass
class LandedBoilerplate:
    """What the files of `bands` tell of a batch whose articles have the keys `own`.

    `outdated` are the landed texts that hold boilerplate which was found with the batch, once it was.
    """

    paths: Sequence[Path]
    since: datetime
    own: Keys
    fetch: Fetch
    outdated: list[Subject] = field(default_factory=list)

    def find(self, sentences: Sentences) -> SharedBoilerplate:
        """The boilerplate of a batch's texts, all of whose sentences are given."""
        known, landed = self._look_up(sentences)
        beside = sentences_of(self.fetch(self._to_read(sentences, landed, known)))
        both = concatenate([sentences, beside])
        found = find_shared_boilerplate(both)
        fresh = both.endings[np.isin(both.hashes, np.setdiff1d(_all(found), _all(known)))]
        holders = distinct(landed.where(np.isin(landed.endings, fresh)).articles.astype(np.uint64))
        self.outdated = list(self.fetch(holders[: self._most(sentences)].tolist()))
        return SharedBoilerplate(np.union1d(found.heads, known.heads), np.union1d(found.tails, known.tails))

    def _look_up(self, sentences: Sentences) -> tuple[SharedBoilerplate, _Rows]:
        """What is known to be boilerplate of the batch's sentences, and who of the landed has them."""
        hashes = sentences.hashes[sentences.words >= MIN_SENTENCE_WORDS]
        endings = sentences.endings[sentences.words >= SENTENCE_WORDS]
        kinds = np.array([HEAD_BAND, TAIL_BAND, SENTENCE_BAND], np.int16)
        bands = np.repeat(kinds, [len(hashes), len(hashes), len(endings)])
        wanted = keys_of(bands, np.concatenate([hashes, hashes, endings]))
        keys, articles = stored_rows_with(self.paths, wanted, self.since)
        kind = (keys >> np.uint64(32)).astype(np.int64) + HEAD_BAND
        rows = keys.astype(np.uint32)
        heads, tails = (np.unique(rows[kind == band]) for band in (HEAD_BAND, TAIL_BAND))
        landed = _Rows(rows, articles).where((kind == SENTENCE_BAND) & ~np.isin(articles, self.own))
        return SharedBoilerplate(heads, tails), landed

    def _to_read(self, sentences: Sentences, landed: _Rows, known: SharedBoilerplate) -> list[int]:
        """The landed articles whose texts may show with the batch's what is boilerplate."""
        wanted = _shared_beside_own(sentences, ~np.isin(sentences.hashes, _all(known)), landed)
        rows = landed.where(np.isin(landed.endings, wanted))
        order = np.lexsort((rank(rows.articles), rows.endings))
        endings, articles = rows.endings[order], rows.articles[order]
        begin = np.flatnonzero(np.diff(endings, prepend=~endings[:1]))
        place = np.arange(len(endings)) - np.repeat(begin, np.diff(begin, append=len(endings)))
        sampled = distinct(articles[place < MAX_SAMPLED].astype(np.uint64)).astype(np.uint32)
        least = np.argsort(rank(sampled))[: self._most(sentences)]
        return [int(article) for article in sampled[least]]

    def _most(self, sentences: Sentences) -> int:
        return LANDED_FOR_EACH * len(sentences)


def _shared_beside_own(sentences: Sentences, unknown: npt.NDArray[np.bool_], landed: _Rows) -> Hashes:
    """How those sentences end that are unknown, in enough texts, one of which has enough words of its own."""
    every, number = np.unique(sentences.endings, return_inverse=True)
    text = np.repeat(np.arange(len(sentences)), np.diff(sentences.starts))
    counts = np.bincount(number[_first_of_text(text, number)], minlength=len(every))
    counts += np.bincount(np.searchsorted(every, landed.endings), minlength=len(every))
    often = counts >= MIN_DOCUMENTS
    own = np.bincount(text, np.where(often[number], 0.0, sentences.words), len(sentences))
    long = sentences.words >= SENTENCE_WORDS
    return np.unique(sentences.endings[unknown & long & often[number] & (own[text] >= MIN_OWN_WORDS)])


def _first_of_text(text: npt.NDArray[np.int64], number: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """Places of the sentences that a text has not had before."""
    places: npt.NDArray[np.intp] = np.unique(text << 32 | number, return_index=True)[1]
    return places


def _all(boilerplate: SharedBoilerplate) -> Hashes:
    return np.union1d(boilerplate.heads, boilerplate.tails)
