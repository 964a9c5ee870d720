"""What one verified pair of long texts costs: compared, judged, asked whether it shares only a head.

    python benchmarks/matching/pairs.py GOLD...

GOLD are JSON lines with `text`. Three texts of theirs in a row make a long one; of such, edited copies are
made as `copydesk eval duplicates` makes them (cut, reordered, reworded, misread). All are read once, then
every two of one story are compared, and those that are copies count. Microseconds of processor time, the
least of ROUNDS.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[2]))

from dedupe.articles.decision.compare import compare
from dedupe.articles.decision.prepare import Text, prepare
from dedupe.articles.decision.verify import look_alike, only_a_part, verify
from dedupe.articles.text.words import in_batches
from flows.evaluation.duplicates_cases import edited_stories, true_texts

LONG = 8_000
"""Characters."""
MOST = 60
ROUNDS = 9

Pairs = Sequence[tuple[Text, Text]]


def main(gold: Sequence[Path]) -> None:
    pairs = [pair for pair in _pairs(true_texts(gold)) if verify(compare(*pair)) is not None]
    if not pairs:
        sys.exit("no long texts: name files of JSON lines with `text`, such as corpus/*-gold.jsonl")
    words = sum(len(text.hashes) for pair in pairs for text in pair) / (2 * len(pairs))
    spent = min(_spent(pairs) for _ in range(ROUNDS)) / len(pairs)
    print(f"a verified pair of texts of {words:,.0f} words: {spent * 1e6:,.0f} µs ({len(pairs)} pairs)")


def _pairs(texts: Sequence[str]) -> Iterator[tuple[Text, Text]]:
    longest = sorted(texts, key=len)[-6 * MOST :]
    long = ["\n".join(longest[first : first + 3]) for first in range(0, len(longest), 3)]
    rows = [row for row in edited_stories(long, seed=3) if len(row.text) > LONG][: 4 * MOST]
    read = [text for some in in_batches([row.text for row in rows]) for text in prepare(some)]
    stories = defaultdict(list)
    for row, text in zip(rows, read, strict=True):
        stories[row.story].append(text)
    for story in stories.values():
        yield from combinations(story, 2)


def _spent(pairs: Pairs) -> float:
    begin = process_time()
    for pair in pairs:
        overlap = compare(*pair)
        only_a_part(overlap) if verify(overlap) is not None else look_alike(overlap)
    return process_time() - begin


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
