"""Decide what each cleaned page is: a new article, a revision, the same again, or a variant.

Observed: feeds list one story under several addresses (tracking parameters, AMP, print), and publishers
change stories after they are out. An article is its canonical URL; a *revision* is a changed text at the
address that the article was first read from. A page of the article at another address (AMP, print) is a
*variant*: its text differs in small ways, and if it counted, revisions would flip to and fro on every run.
The page at the canonical address itself always counts.

A mistake costs: a variant taken for a revision adds a row that says the story changed; a revision taken
for a variant loses a correction until the canonical address is read again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from spiders.urls import normalise
from warehouse.tables import Article

Verdict = Literal["new", "revised", "same_text", "variant"]


@dataclass(frozen=True)
class Known:
    """The latest landed row of an article."""

    revision: int
    extraction: int
    content_hash: str
    url: str


@dataclass(frozen=True)
class Decision:
    """What one cleaned page is. `article` carries its final revision number when it lands."""

    article: Article
    verdict: Verdict

    @property
    def lands(self) -> bool:
        return self.verdict in ("new", "revised")


def decide(articles: Sequence[Article], known: Mapping[str, Known]) -> list[Decision]:
    """A decision for each article, in the order of `articles`.

    `known` has the latest landed row of every article that landed before.
    """
    of_article: dict[str, list[int]] = defaultdict(list)
    for index, article in enumerate(articles):
        of_article[article.article_id].append(index)
    decisions: dict[int, Decision] = {}
    for article_id, indexes in of_article.items():
        pages = [(index, articles[index]) for index in indexes]
        decisions.update(_decide_one(pages, known.get(article_id)))
    return [decisions[index] for index in range(len(articles))]


def _decide_one(pages: list[tuple[int, Article]], latest: Known | None) -> Iterable[tuple[int, Decision]]:
    """Decisions for the pages of one article, each revision compared with the one before it."""
    pages = sorted(pages, key=lambda page: (not _at_canonical(page[1]), page[1].fetched_at, page[1].url))
    address = normalise(latest.url) if latest else None
    for index, article in pages:
        if latest is None:
            verdict: Verdict = "new"
            article = replace(article, revision=1, extraction=1)
        elif normalise(article.url) != address and not _at_canonical(article):
            verdict = "variant"
        elif article.content_hash == latest.content_hash:
            verdict = "same_text"
        else:
            verdict = "revised"
            article = replace(article, revision=latest.revision + 1, extraction=1)
        if verdict in ("new", "revised"):
            latest = Known(article.revision, article.extraction, article.content_hash, article.url)
            address = normalise(article.url)
        yield index, Decision(article, verdict)


def _at_canonical(article: Article) -> bool:
    return normalise(article.url) == article.canonical_url
