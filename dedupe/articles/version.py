"""What signatures and bands were made by: those of another making say nothing of each other."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from functools import cache
from hashlib import blake2b

from dedupe.articles.candidates.band import BANDS, ROWS
from dedupe.articles.candidates.shingle import WIDTH
from dedupe.articles.candidates.sign import PERMUTATIONS, SEED
from dedupe.articles.text.characters import kinds
from dedupe.articles.text.words import SPAN
from dedupe.letters.folding import table


@dataclass(frozen=True)
class Matching:
    """All that copies are found by: what the hashes of a text depend on, and the rule that judges.

    `rule` is raised by hand when candidates are chosen or judged otherwise, `words` when words or sentences
    are read otherwise than their tables say; `letters` is the hash of the tables of letters, which change
    with Unicode's and OpenCC's data, too.
    """

    bands: int = BANDS
    rows: int = ROWS
    permutations: int = PERMUTATIONS
    seed: int = SEED
    width: int = WIDTH
    spans: tuple[tuple[int, int], ...] = tuple(SPAN.items())
    words: int = 1
    rule: int = 9
    letters: str = ""

    @property
    def version(self) -> str:
        """16 hex digits."""
        return blake2b(repr(astuple(self)).encode(), digest_size=8).hexdigest()


@cache
def matching_version() -> str:
    """The version of today's matching."""
    letters = blake2b(table().data, digest_size=8)
    letters.update(kinds().data)
    return Matching(letters=letters.hexdigest()).version
