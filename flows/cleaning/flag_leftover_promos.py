"""Articles in which a block is left that the same batch cut from another article of their source as a promo.
Pure.

The same block can rightly be cut here and left there: with just enough evidence it goes at the tail and stays
where it stands alone between paragraphs; what a page's markup sets apart goes on that page only; phrases of
forms count at the tail only; a source may have several sites, each with a model of its own. So a promo that
is left is a remark on its article and no fault of the batch: a batch was refused for five such blocks once,
and with it every other article was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from warehouse.tables import NEWLINE, Article, RemovedBlock
from warehouse.values import ArticleFlag, CutKind

_PROMOS = (CutKind.PROMO, CutKind.NEWSLETTER)


def with_promos_flagged(articles: Sequence[Article], removed: Iterable[RemovedBlock]) -> list[Article]:
    """The articles, with the flag PROMO_LEFT where it is due; one that was kept whole says so already."""
    cut: dict[str, set[str]] = defaultdict(set)
    for block in removed:
        if block.kind in _PROMOS:
            cut[block.source].add(block.text)
    begun = {source: {text.partition(NEWLINE)[0] for text in texts} for source, texts in cut.items()}
    return [
        _flagged(article, cut[article.source] if _has_line(article, begun.get(article.source, ())) else ())
        for article in articles
    ]


def _has_line(article: Article, lines: Collection[str]) -> bool:
    """Whether an article has one of some lines: most have none, and to make blocks takes long."""
    return bool(lines) and not set(article.text.split(NEWLINE)).isdisjoint(lines)


def _flagged(article: Article, cut: Collection[str]) -> Article:
    flags = tuple(flag for flag in article.flags if flag != ArticleFlag.PROMO_LEFT)
    if cut and ArticleFlag.KEPT_WHOLE not in flags and any(block.text in cut for block in article.blocks):
        flags = (*flags, ArticleFlag.PROMO_LEFT)
    return article if flags == article.flags else replace(article, flags=flags)
