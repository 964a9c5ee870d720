"""Speed of matching, all measured in one run on one core.

    python benchmarks/matching/run.py [HISTORY] [PROMO_TAILED]

Text to signature beside datasketch and rensa; verification; the whole stage on texts in memory; candidates of
a batch of 10,000 among HISTORY articles (default 1,000,000) in the snapshot; PROMO_TAILED articles (default
100,000) of 50 sites without copies. Rates are per second of processor time.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

SAMPLE = 2_000
STAGE = 20_000
NEW = 10_000
ROUNDS = 3


def main(history: int, promo_tailed: int) -> None:
    # Set before numpy and DuckDB are loaded: one core, as the figures of others are.
    os.environ |= {"OMP_NUM_THREADS": "1"}
    from benchmarks.matching.history import match_against
    from benchmarks.matching.promos import matched
    from benchmarks.matching.promos import promo_tailed as promos
    from benchmarks.matching.signing import rates
    from benchmarks.matching.texts import texts
    from benchmarks.matching.verification import pairs_a_second

    print("text to signature, texts a second")
    for name, rate in rates(list(texts(SAMPLE)), ROUNDS).items():
        print(f"  {name:36} {rate:8,.0f}")
    print(
        f"verification                           {pairs_a_second(list(texts(SAMPLE))):8,.0f} pairs a second"
    )
    stage = matched(texts(STAGE), STAGE)
    print(f"sign, join, verify, cluster {STAGE:,} texts   {stage.rate:8,.0f} a second")
    with tempfile.TemporaryDirectory(prefix="copydesk-bench-") as folder:
        for found in match_against(Path(folder), history, NEW):
            print(
                f"{NEW:,} new against {history:,} in {found.files} files: {found.seconds:.2f} s, "
                f"{found.pairs:,} pairs, {found.memory:,.0f} MiB, {found.disk:,.0f} bytes of disk an article"
            )
    tails = promos(promo_tailed, 50)
    print(f"{promo_tailed:,} promo-tailed, no copies: {tails.copies} reported, {tails.rate:,.0f} a second")


if __name__ == "__main__":
    given = [int(value.replace("_", "")) for value in sys.argv[1:]]
    main(*given, *(1_000_000, 100_000)[len(given) :])
