"""Learn where articles begin and end, from pages with known texts.

    pip install "copydesk[train]"
    python benchmarks/extraction/train_edges.py [PAGES.warc.gz …] [--half 0|1]

Beside each archive stands its gold file (PAGES-gold.jsonl). Blocks of which more than half of the 4-grams are
in the true text are text; optional ones are left out. The trees are written to
spiders/extraction/body/edges.json. With --half, only the sites of one half are learned from and nothing is
written: the scores of the other half, before and after, are shown.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier

from flows.evaluation.extraction import Gold, read_gold
from flows.evaluation.extraction_score import GRAM, average, grams, score_page
from flows.evaluation.warc import read_pages
from spiders.extraction.body import edges
from spiders.extraction.body.article_blocks import found_blocks
from spiders.extraction.markup.parse import parse
from spiders.extraction.markup.structured import read_structured
from spiders.extraction.model import ExtractedBlock, ExtractionRules, Refusal, story_blocks
from spiders.extraction.titles.page_titles import titles_of
from spiders.identity.urls import site_of

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
IS_TEXT = 0.5
_WORD = re.compile(r"\w+")
TREES, DEPTH, RATE, LEAF = 50, 3, 0.2, 40


@dataclass(frozen=True)
class Known:
    """The blocks of a page whose text is known."""

    corpus: str
    half: int
    gold: Gold
    blocks: tuple[ExtractedBlock, ...]
    titles: tuple[str, ...]


def known_pages(archives: Sequence[Path]) -> Iterator[Known]:
    for archive in archives:
        name = archive.name.removesuffix(".warc.gz")
        gold = read_gold(archive.with_name(f"{name}-gold.jsonl"))
        for page in (page for page in read_pages(archive) if page.url in gold):
            tree = parse(page.body, page.content_type)
            if isinstance(tree, Refusal):
                continue
            stated = read_structured(tree)
            titles = titles_of(tree, stated).all()
            blocks = found_blocks(tree, stated, ExtractionRules(), titles)
            half = hashlib.md5(site_of(page.url).encode()).digest()[0] % 2
            yield Known(name, half, gold[page.url], blocks, titles)


class TrueText:
    """The true text of a page, and what share of a block it holds; of a few words, all or none."""

    def __init__(self, text: str):
        self._grams = grams(text)
        self._words = f" {' '.join(_WORD.findall(text))} "

    def share_of(self, text: str) -> float:
        words = _WORD.findall(text)
        if len(words) < GRAM:
            return float(f" {' '.join(words)} " in self._words)
        own = grams(text)
        return (own & self._grams).total() / own.total()


def rows_of(pages: Sequence[Known]) -> tuple[Any, Any, Any]:
    """Features, whether it is text, and weight of each block: pages count alike, long blocks more."""
    rows, is_text, weights = [], [], []
    for page in pages:
        own = story_blocks(page.blocks)
        true = TrueText(page.gold.text)
        allowed = TrueText("\n".join([page.gold.text, *page.gold.optional]))
        chars = sum(len(block.text) for block in own)
        for block, row in zip(own, edges.features(own, page.titles), strict=True):
            text = true.share_of(block.text) >= IS_TEXT
            if text or allowed.share_of(block.text) < IS_TEXT:
                rows.append(row)
                is_text.append(text)
                weights.append((len(block.text) / chars) ** 0.5)
    return np.array(rows), np.array(is_text), np.array(weights)


def learned(pages: Sequence[Known]) -> dict[str, Any]:
    """The trees as edges.json holds them."""
    rows, is_text, weights = rows_of(pages)
    model = GradientBoostingClassifier(
        n_estimators=TREES,
        max_depth=DEPTH,
        learning_rate=RATE,
        min_samples_leaf=LEAF,
        subsample=0.7,
        random_state=0,
    ).fit(rows, is_text, sample_weight=weights)
    share = np.average(is_text, weights=weights)
    trees = [_nodes(stage[0].tree_) for stage in model.estimators_]
    return {"base": round(float(np.log(share / (1 - share))), 4), "trees": trees}


def _nodes(tree: Any) -> list[list[float]]:
    return [
        [round(float(tree.value[node][0][0]) * RATE, 4)]
        if tree.children_left[node] < 0
        else [
            int(tree.feature[node]),
            float(f"{tree.threshold[node]:.6g}"),
            int(tree.children_left[node]),
            int(tree.children_right[node]),
        ]
        for node in range(tree.node_count)
    ]


def show(pages: Sequence[Known]) -> None:
    for corpus in dict.fromkeys(page.corpus for page in pages):
        own = [page for page in pages if page.corpus == corpus]
        before = average(_score(page, page.blocks) for page in own).f1
        after = average(_score(page, edges.mark_edges(page.blocks, page.titles)) for page in own).f1
        print(f"{corpus}: {len(own)} pages, F1 {before:.4f}, with edges {after:.4f}")


def _score(page: Known, blocks: tuple[ExtractedBlock, ...]) -> Any:
    text = "\n".join(block.text for block in story_blocks(blocks))
    return score_page(page.gold.url, text, page.gold.text, page.gold.optional)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    gold = sorted(path for path in CORPUS.glob("*.warc.gz") if path.name != "seeds.warc.gz")
    parser.add_argument("archives", nargs="*", type=Path, default=gold)
    parser.add_argument("--half", type=int, choices=(0, 1))
    options = parser.parse_args()
    pages = list(known_pages(options.archives))
    model = learned([page for page in pages if options.half is None or page.half == options.half])
    if options.half is None:
        edges.TREES.write_text(json.dumps(model, separators=(",", ":")) + "\n", "utf-8")
        show(pages)
        return 0
    edges._model = lambda: edges.model_of(model)  # type: ignore[assignment]
    show([page for page in pages if page.half != options.half])
    return 0


if __name__ == "__main__":
    sys.exit(main())
