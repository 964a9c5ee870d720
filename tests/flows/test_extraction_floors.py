"""The recorded figures of the extraction hold on a sample of the corpus, and the sample articles are clean.

The whole corpus is compared by `make bench`; every sixth page of it is enough to notice a regression here.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.evaluation.extraction import OURS, Evaluation, evaluate, read_gold
from flows.evaluation.floors import raised, read_floors, regressions
from flows.evaluation.warc import read_pages

PROJECT = Path(__file__).parents[2]
CORPUS = PROJECT.parent / "shared" / "corpus"
FLOORS = PROJECT / "benchmarks" / "extraction" / "sample-floors.json"
EVERY = 6

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the project")


def evaluated(name: str, every: int) -> Evaluation:
    gold = read_gold(CORPUS / f"{name}-gold.jsonl")
    sample = {url: gold[url] for url in sorted(gold)[::every]}
    return evaluate(read_pages(CORPUS / f"{name}.warc.gz"), sample, (), workers=2)


@needs_corpus
@pytest.mark.parametrize("name", ["article-benchmark", "eight-publishers", "many-countries"])
def test_no_recorded_figure_of_the_sample_falls(name: str) -> None:
    result = evaluated(name, EVERY)
    assert regressions(read_floors(FLOORS), name, result.figures()) == []


@needs_corpus
def test_the_sample_articles_lose_every_promo_and_nothing_else() -> None:
    result = evaluated("seeds", 1)
    assert (result.promos_left, result.blocks_missing) == (0, 0)
    assert result.scores()[OURS].f1 > 0.99


def test_a_figure_that_fell_or_is_missing_is_a_regression() -> None:
    floors = {"corpus": {"f1": 0.97, "title": 0.9}}
    fallen = regressions(floors, "corpus", {"f1": 0.96})
    assert [(found.figure, found.measured) for found in fallen] == [("f1", 0.96), ("title", 0.0)]
    assert regressions(floors, "corpus", {"f1": 0.9699, "title": 0.95}) == []


def test_records_only_rise(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    path.write_text(json.dumps({"one": {"f1": 0.9}, "two": {"f1": 0.8}}))
    assert raised(read_floors(path), "one", {"f1": 0.85, "title": 0.5}) == {
        "one": {"f1": 0.9, "title": 0.5},
        "two": {"f1": 0.8},
    }
