"""Matching of articles of which all have something in common: seconds and comparisons for each article.

    python benchmarks/matching/crowded.py [ARTICLES …]

Reports put together from a few hundred sentences; pages of one template; one page with another figure in
each; stories under rotating teasers; stories that share nothing. The figures for one article must not grow.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from matched_lake import run_at, story
from newsroom.bulk import bulk_outlet
from warehouse_rows import NOON, article

from dedupe.articles.decision.compare import Overlap, compare
from dedupe.articles.decision.prepare import Text
from flows.stages.match import match
from warehouse.base.data_folder import DataFolder
from warehouse.snapshots.snapshot import current_snapshot


def main(counts: list[int]) -> None:
    print(f"{'articles':>10}  {'kind':12}{'CPU ms each':>12}{'compared each':>15}")
    for name, texts in KINDS.items():
        for count in counts:
            spent, compared = _match(texts(count))
            print(f"{count:10,}  {name:12}{1e3 * spent / count:12.2f}{compared / count:15.1f}", flush=True)


def _match(texts: list[str]) -> tuple[float, int]:
    """CPU seconds, and how many pairs were compared."""
    compared = 0

    def counted(a: Text, b: Text) -> Overlap:
        nonlocal compared
        compared += 1
        return compare(a, b)

    articles = [
        article(f"{index}", text=text, published_at=NOON - timedelta(minutes=index % 2_000))
        for index, text in enumerate(texts)
    ]
    with tempfile.TemporaryDirectory() as folder:
        data = DataFolder(Path(folder) / "data")
        data.create()
        begun = time.process_time()
        with patch("flows.matching.verifying.compare", counted):
            match(run_at(data), articles, current_snapshot(data))
        spent = time.process_time() - begun
    return spent, compared


def _reports(count: int) -> list[str]:
    return [each.text for each in bulk_outlet(count, 1).stories]


def _template(count: int) -> list[str]:
    draw = random.Random(2)
    lines = story("template", 240).split("\n")
    return ["\n".join(f"{line} {draw.randrange(1_000)}." for line in lines) for _ in range(count)]


def _one_figure(count: int) -> list[str]:
    text = story("page", 240)
    return [f"The number of today is {number}.\n{text}" for number in range(count)]


def _teasers(count: int) -> list[str]:
    draw = random.Random(3)
    teasers = [story(f"teaser {number}", 12) for number in range(60)]
    return ["\n".join([story(f"own {page}", 150), *draw.sample(teasers, 8)]) for page in range(count)]


def _own(count: int) -> list[str]:
    return [story(f"own {number}", 240) for number in range(count)]


KINDS: dict[str, Callable[[int], list[str]]] = {
    "reports": _reports,
    "template": _template,
    "one figure": _one_figure,
    "teasers": _teasers,
    "own": _own,
}

if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [200, 1_500, 5_000])
