import subprocess
import sys

import numpy as np
from datasketch import MinHash, MinHashLSH

from dedupe.articles.candidates.band import BANDS, ROWS, band
from dedupe.articles.candidates.shingle import shingle
from dedupe.articles.candidates.sign import PERMUTATIONS, SEED, sign
from dedupe.articles.text.words import read_words

TEXTS = [
    "The council voted on Tuesday to close the old bridge, which carries 4,000 cars a day.",
    "",
    "Too short to shingle",
    "市议会周二投票决定关闭这座旧桥，每天有四千辆汽车从桥上驶过。",
    "The council voted on Tuesday to close the old bridge for good.",
]


def test_signatures_equal_datasketchs_bit_for_bit() -> None:
    shingles = shingle(read_words(TEXTS))
    signatures = sign(shingles)
    for number in range(len(TEXTS)):
        theirs = MinHash(num_perm=PERMUTATIONS, seed=SEED, scheme="affine32", hashfunc=int)
        theirs.update_batch(shingles.of(number).tolist())
        assert signatures[number].tolist() == theirs.hashvalues.tolist()


def test_signing_loads_neither_scipy_nor_datasketch() -> None:
    code = (
        "import sys; from dedupe.articles.candidates.sign import sign; "
        "from dedupe.articles.candidates.shingle import shingle; "
        "from dedupe.articles.text.words import read_words; "
        "print(sign(shingle(read_words(['the council voted on tuesday to close it']))).shape, *sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert {"scipy", "datasketch"}.isdisjoint(loaded.split()) and loaded.startswith("(1, 128)")


def test_a_text_is_signed_alike_alone_and_in_a_batch() -> None:
    together = sign(shingle(read_words(TEXTS)))
    alone = np.concatenate([sign(shingle(read_words([text]))) for text in TEXTS])
    assert (together == alone).all()


def test_bands_and_rows_are_datasketchs_optimum() -> None:
    optimum = MinHashLSH(threshold=0.4, num_perm=PERMUTATIONS, weights=(0.1, 0.9))
    assert (optimum.b, optimum.r) == (BANDS, ROWS)


def test_equal_rows_give_equal_bands_and_no_others() -> None:
    signatures = sign(shingle(read_words(TEXTS[:1] * 2)))
    signatures[1, 0] += 1
    first, second = band(signatures)
    assert (first != second).nonzero()[0].tolist() == [0]
