"""Text to signature: this project, datasketch in bulk over string shingles, rensa and gaoya."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from time import process_time

from datasketch import MinHash

from dedupe.articles.candidates.band import BANDS, ROWS
from dedupe.articles.candidates.shingle import WIDTH, joined, shingle
from dedupe.articles.candidates.sign import PERMUTATIONS, sign
from dedupe.articles.text.words import in_batches, read_words

_WORD = re.compile(r"\w+")


def ours(texts: Sequence[str]) -> None:
    """As `flows.matching.sign_texts` does."""
    sign(joined([shingle(read_words(some)) for some in in_batches(texts)]))


def datasketch_bulk(texts: Sequence[str]) -> None:
    sets = [[item.encode() for item in string_shingles(text)] for text in texts]
    MinHash.bulk(sets, num_perm=PERMUTATIONS, scheme="affine32")


def rensa_path(texts: Sequence[str]) -> None:
    """`pip install rensa`; left out where it is not installed."""
    import rensa

    for text in texts:
        sketch = rensa.RMinHash(PERMUTATIONS, 1)
        sketch.update(string_shingles(text))
        sketch.digest()


def gaoya_path(texts: Sequence[str]) -> None:
    """`pip install gaoya`; left out where it is not installed. It signs what it puts into an index only."""
    import gaoya

    index = gaoya.minhash.MinHashStringIndex(
        32, 0.5, BANDS, ROWS, None, "word", True, (WIDTH, WIDTH), id_container="vec"
    )
    for number, text in enumerate(texts):
        index.insert_document(number, text)


def string_shingles(text: str) -> list[str]:
    words = _WORD.findall(text.lower())
    return [" ".join(words[i : i + WIDTH]) for i in range(len(words) - WIDTH + 1)]


def rates(texts: Sequence[str], rounds: int) -> dict[str, float]:
    """Texts a second of processor time, the best of `rounds` in which all take turns."""
    paths: dict[str, Callable[[Sequence[str]], None]] = {
        "ours": ours,
        "datasketch bulk, string shingles": datasketch_bulk,
        "rensa, string shingles": rensa_path,
        "gaoya, with its index": gaoya_path,
    }
    best: dict[str, float] = {}
    for _ in range(rounds):
        for name, path in paths.items():
            begin = process_time()
            try:
                path(texts)
            except ImportError:
                continue
            best[name] = max(best.get(name, 0.0), len(texts) / (process_time() - begin))
    return best
