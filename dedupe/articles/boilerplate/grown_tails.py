"""Lines that were added to a known tail: footers that grow.

Observed: an outlet adds a line to the footer under its stories, later one more. The last lines stand in two
or three texts, which are too few to tell a tail, and a new line of thirty words under a short footer is more
than may be foreign in it, so that all these texts keep their footers.

The rule: sentences that follow a tail with which some other text ends, and which at least GROWN texts have
there, MIN_AGREEING of all that have them, are of the tail where these texts have a story of their own before
it: MIN_OWN_WORDS that no other such text has. What is found so is a tail that the next line may follow. Half
of the words from the tail's first line to the new one's end must be known, and unless MIN_DOCUMENTS texts
have the line no known tail may stand below it: a teaser may be a sentence of a story in the collection, which
goes on after it to its own footer. Of what follows the tail, OTHER may be a text's own, for the last line
stands in one.

Tried: without the other text that ends where the line begins: copies of a story that end in background of
their own lost their first half, as a head. A share of the story that must be its own: under a common head no
brief has it. Lines between the story and the tail: a story and its update that share their second half look
the same; pairs are told apart by their subjects (`verify`).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedupe.articles.boilerplate.cut_boilerplate import Hashes, Marks, Places, border_places
from dedupe.articles.boilerplate.evidence import (
    MIN_AGREEING,
    MIN_DOCUMENTS,
    MIN_OWN_WORDS,
    MIN_SENTENCE_WORDS,
)
from dedupe.articles.mixing import among, distinct
from dedupe.articles.text.sentences import Sentences, some_of

GROWN = 2
OTHER = 0.5


def grown_tails(sentences: Sentences, is_tail: Marks, counts: npt.NDArray[np.int64]) -> Hashes:
    """Hashes of the sentences by which the tails that are marked have grown, sorted. `counts` has for each
    sentence how many texts have it."""
    text = np.repeat(np.arange(len(sentences)), np.diff(sentences.starts))
    begin = _tails_begin(sentences, is_tail, counts >= GROWN, text)
    follows = (counts >= GROWN) & (sentences.words >= MIN_SENTENCE_WORDS)
    follows &= _follow(sentences, is_tail, begin, text, counts >= MIN_DOCUMENTS)
    texts = distinct(text[follows].astype(np.uint64)).astype(np.intp)
    tells = np.zeros(len(sentences), np.bool_)
    tells[texts] = _tell(some_of(sentences, sentences.starts[texts], begin[texts]))
    places = np.flatnonzero(follows & tells[text])
    keys = sentences.hashes[places].astype(np.uint64) << np.uint64(32) | text[places].astype(np.uint64)
    _, once = np.unique(keys, return_index=True)
    hashes, first, speaking = np.unique(sentences.hashes[places[once]], return_index=True, return_counts=True)
    found: Hashes = hashes[speaking >= np.maximum(GROWN, MIN_AGREEING * counts[places[once][first]])]
    return found


def _follow(sentences: Sentences, is_tail: Marks, begin: Places, text: Places, often: Marks) -> Marks:
    """Which sentences stand below the first line of a tail, `begin` in their text, where half of the words up
    to their end are of known tails; and below all of these, unless many texts have them."""
    words, places = sentences.words.astype(np.float64), np.arange(len(text))
    known, every = (np.concatenate([[0.0], np.cumsum(some)]) for some in (np.where(is_tail, words, 0), words))
    last = np.zeros(len(sentences), np.int64)
    last[text[is_tail]] = places[is_tail]  # of several the last counts, which is written last
    mostly = 2 * (known[1:] - known[begin[text]]) >= every[1:] - every[begin[text]]
    follow: Marks = mostly & (places > np.where(often, begin[text], np.maximum(begin, last)[text]))
    return follow & ~is_tail


def _tails_begin(sentences: Sentences, is_tail: Marks, repeated: Marks, text: Places) -> Places:
    """Where the tail of each text begins, with one of the sentences in which another text's tail reaches its
    end; where it has none, its end."""
    places, last = np.arange(len(text)), sentences.starts[1:]
    whole = border_places(sentences, is_tail, places, last[text])
    reached = border_places(sentences, is_tail | repeated, places, last[text], OTHER)
    reached = reached[is_tail[reached] & among(sentences.hashes[reached], np.unique(sentences.hashes[whole]))]
    begin = last.copy()
    begin[text[reached[::-1]]] = reached[::-1]  # of several the innermost counts, which is written last
    return begin


def _tell(stories: Sentences) -> npt.NDArray[np.bool_]:
    """Which of some texts, without their tails, are stories of their own: known by how sentences end."""
    text = np.repeat(np.arange(len(stories)), np.diff(stories.starts))
    keys = distinct(stories.endings.astype(np.uint64) << np.uint64(32) | text.astype(np.uint64))
    endings, texts = np.unique(keys >> np.uint64(32), return_counts=True)
    is_own = texts[np.searchsorted(endings, stories.endings.astype(np.uint64))] == 1
    tell: npt.NDArray[np.bool_] = np.bincount(text, stories.words * is_own, len(stories)) >= MIN_OWN_WORDS
    return tell
