"""Signatures and bands of a batch of texts, as rows of the snapshot."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from dedupe.articles.boilerplate.cut_boilerplate import NO_BOILERPLATE, SharedBoilerplate, cut_differently
from dedupe.articles.boilerplate.find_boilerplate import find_shared_boilerplate
from dedupe.articles.candidates.band import (
    BANDS,
    HEAD_BAND,
    SENTENCE_BAND,
    TAIL_BAND,
    TEXT_BAND,
    band,
)
from dedupe.articles.candidates.sign import SEED
from dedupe.articles.text.sentences import Sentences, concatenate, read_all_sentences
from dedupe.articles.version import matching_version
from flows.matching.sign_texts import SignedTexts, sign_texts
from warehouse.tables import SCHEMA_VERSION, Band, Signature
from warehouse.tables.arrow import arrow_schema


@dataclass(frozen=True)
class Subject:
    """A text to be signed. `signed_at` is the time by which the window counts it, microseconds since 1970."""

    article_id: str
    revision: int
    source: str
    text: str
    signed_at: int


@dataclass(frozen=True)
class Signed:
    """Rows of the tables `signatures` and `bands`, for one batch, and all its sentences, boilerplate too."""

    signatures: pa.Table
    bands: pa.Table
    sentences: Sentences

    def plus(self, other: Signed) -> Signed:
        """The rows of both."""
        return _together([self, other])


def sign_subjects(subjects: Sequence[Subject], boilerplate: SharedBoilerplate = NO_BOILERPLATE) -> Signed:
    """Signs every text without its boilerplate."""
    signed = sign_texts([subject.text for subject in subjects], boilerplate)
    return Signed(_signatures(subjects, signed), _bands(subjects, signed), signed.every)


def sentences_of(subjects: Sequence[Subject]) -> Sentences:
    """The sentences of every text, to look for what they share before they are signed."""
    return read_all_sentences([subject.text for subject in subjects])


def sign_batch(
    subjects: Sequence[Subject], find: Callable[[Sentences], SharedBoilerplate] = find_shared_boilerplate
) -> tuple[Signed, SharedBoilerplate]:
    """The rows of a batch, signed without the boilerplate that its texts share, and that boilerplate.

    `find` gives it by all sentences of the batch; what of it stands in the batch has rows of `bands`, too.
    """
    return sign_parts(lambda: [subjects], find)


def sign_parts(
    parts: Callable[[], Iterable[Sequence[Subject]]],
    find: Callable[[Sentences], SharedBoilerplate] = find_shared_boilerplate,
) -> tuple[Signed, SharedBoilerplate]:
    """The same of a batch whose texts `parts` gives some at a time. It is called once more where some of them
    have boilerplate, and the texts of one part only are in memory."""
    without, subjects = [], []
    for part in parts():
        without.append(sign_subjects(part))
        subjects += [replace(subject, text="") for subject in part]
    signed = _together(without)
    boilerplate = find(signed.sentences)
    stale = {
        subjects[text].article_id
        for text in cut_differently(signed.sentences, NO_BOILERPLATE, boilerplate).tolist()
    }
    rows = _boilerplate_rows(subjects, signed.sentences, boilerplate)
    if stale:
        signed = _signed_again(signed, parts(), stale, boilerplate)
    return replace(signed, bands=pa.concat_tables([signed.bands, rows])), boilerplate


def _together(some: Sequence[Signed]) -> Signed:
    if len(some) == 1:
        return some[0]
    return Signed(
        pa.concat_tables([arrow_schema(Signature).empty_table(), *(one.signatures for one in some)]),
        pa.concat_tables([arrow_schema(Band).empty_table(), *(one.bands for one in some)]),
        concatenate([one.sentences for one in some]),
    )


def _boilerplate_rows(
    subjects: Sequence[Subject], sentences: Sentences, boilerplate: SharedBoilerplate
) -> pa.Table:
    """The boilerplate that stands in a batch, each sentence with the last that has it of the texts."""
    times, keys = _times(subjects), article_keys(each.article_id for each in subjects)
    text = np.repeat(np.arange(len(subjects)), np.diff(sentences.starts))
    latest = np.argsort(-times[text], kind="stable")
    hashes, first = np.unique(sentences.hashes[latest], return_index=True)
    holder = text[latest[first]]
    kinds = ((TAIL_BAND, boilerplate.tails), (HEAD_BAND, boilerplate.heads))
    marks = [np.isin(hashes, each) for _, each in kinds]
    places = np.concatenate([np.flatnonzero(mark) for mark in marks])
    columns = {
        "band": np.repeat(np.array([band for band, _ in kinds], np.int16), [mark.sum() for mark in marks]),
        "hash": hashes[places],
        "article_key": keys[holder[places]],
        "signed_at": times[holder[places]],
    }
    return pa.table(columns).cast(arrow_schema(Band))


def _signed_again(
    signed: Signed, parts: Iterable[Sequence[Subject]], stale: Collection[str], boilerplate: SharedBoilerplate
) -> Signed:
    """The batch with those that are stale, and all that have their keys, signed once more."""
    keys = {article_key(article_id) for article_id in stale}
    some = ([each for each in part if article_key(each.article_id) in keys] for part in parts)
    again = _together([sign_subjects(part, boilerplate) for part in some if part])
    old = pc.is_in(signed.bands["article_key"], pa.array(sorted(keys), pa.uint32()))
    ids = again.signatures["article_id"].combine_chunks()
    kept = signed.signatures.filter(pc.invert(pc.is_in(signed.signatures["article_id"], ids)))
    return Signed(
        pa.concat_tables([kept, again.signatures]),
        pa.concat_tables([signed.bands.filter(pc.invert(old)), again.bands]),
        signed.sentences,
    )


def bands_of_others(bands: pa.Table, copies: Sequence[str]) -> pa.Table:
    """The bands without those of `copies`, of which only the hash of the whole text is kept."""
    keys = article_keys(copies)
    dropped = np.isin(bands.column("article_key").to_numpy(), keys)
    return bands.filter(pa.array(~dropped | (bands.column("band").to_numpy() <= TEXT_BAND)))


def article_key(article_id: str) -> int:
    """What the table `bands` calls an article."""
    return int(article_id[:8], 16)


def article_keys(article_ids: Iterable[str]) -> npt.NDArray[np.uint32]:
    """The same of several."""
    return np.array([article_key(article_id) for article_id in article_ids], np.uint32)


def _signatures(subjects: Sequence[Subject], signed: SignedTexts) -> pa.Table:
    columns = {
        "article_id": [subject.article_id for subject in subjects],
        "revision": [subject.revision for subject in subjects],
        "source": [subject.source for subject in subjects],
        "signed_at": _times(subjects),
        "text_hash": signed.text_hashes,
        "shingles": signed.shingles,
        "minhash": [row.tobytes() for row in signed.minhash.astype("<u4")],
        "seed": [SEED] * len(subjects),
        "schema_version": [SCHEMA_VERSION] * len(subjects),
        "matching_version": [matching_version()] * len(subjects),
    }
    return pa.table(columns).cast(arrow_schema(Signature))


def _times(some: Sequence[Subject]) -> npt.NDArray[np.int64]:
    return np.array([subject.signed_at for subject in some], np.int64)


def _bands(subjects: Sequence[Subject], signed: SignedTexts) -> pa.Table:
    """Of all texts that have shingles the hash and all bands, then ends of sentences, beginnings of texts."""
    filled = np.flatnonzero(signed.filled)
    whole = np.array([article_key(signed.text_hashes[text]) for text in filled.tolist()], np.uint32)
    met, text_of = signed.sentence_keys()
    kinds = (TEXT_BAND, *range(BANDS), SENTENCE_BAND)
    counts = [*[len(filled)] * (1 + BANDS), len(text_of)]
    text = np.concatenate([np.tile(filled, 1 + BANDS), text_of])
    columns = {
        "band": np.repeat(np.array(kinds, np.int16), counts),
        "hash": np.concatenate([whole, band(signed.minhash[filled]).T.ravel(), met]),
        "article_key": article_keys(each.article_id for each in subjects)[text],
        "signed_at": _times(subjects)[text],
    }
    return pa.table(columns).cast(arrow_schema(Band))
