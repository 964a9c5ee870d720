"""Decide what each cleaned page is: a new article, a revision, unchanged, or a variant. Pure.

Observed: feeds list one story under several URLs (tracking parameters, AMP, print), and publishers change
stories after they are out, their texts and what stands about them. An article is its canonical URL; a
*revision* is a changed text, or changed metadata, at the URL that the article was first read from. A page
of the article at another URL (AMP, print) is a *variant*: its text differs in small ways, and if it
counted, revisions would flip to and fro on every run. The page at the canonical URL itself always counts.

An article in parts whose parts can be had no longer says nothing new: what has landed stays until they can.
Where all are had at last, the text that had landed as one of them is completed, not revised.

What is unchanged may still be known better: metadata that the page shows right at last, or the URL
that the article moved to. That lands as a further *extraction* of the revision, and the page counts as
unchanged.

A mistake costs: a variant taken for a revision adds a row that says the story changed; a revision taken for
a variant loses a correction until the canonical URL is read again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from flows.stages.metadata import edits, improves, same_words, with_what_was_known
from spiders.identity.urls import normalise
from warehouse.tables import Article
from warehouse.values import ArticleFlag, FetchReason

Verdict = Literal["new", "revised"] | FetchReason
"""Something new, or the reason why a page counts as unchanged."""


@dataclass(frozen=True)
class Decision:
    """What one cleaned page is. `article` carries its final numbers when it lands."""

    article: Article
    verdict: Verdict

    @property
    def lands(self) -> bool:
        """Whether a row of `articles` comes of it."""
        return self.verdict not in (FetchReason.SAME_TEXT, FetchReason.VARIANT)

    @property
    def is_news(self) -> bool:
        """Whether the page says something that it did not say before."""
        return self.verdict in ("new", "revised")

    @property
    def has_new_text(self) -> bool:
        """Whether the text is another than before, so that its copies are to be found."""
        return self.verdict == "new" or (self.verdict == "revised" and "text" in (self.article.changed or ()))


def decide(
    articles: Sequence[Article], known: Mapping[str, Article], reread: Mapping[str, Article] | None = None
) -> list[Decision]:
    """A decision for each article, in the order of `articles`.

    `known` has the latest landed row of every article that landed before; `reread` what its page says today,
    where it was read by another extractor then: what differs from `known` only is no edit.
    """
    of_article: dict[str, list[int]] = defaultdict(list)
    for index, article in enumerate(articles):
        of_article[article.article_id].append(index)
    decisions: dict[int, Decision] = {}
    for article_id, indexes in of_article.items():
        pages = [(index, articles[index]) for index in indexes]
        decisions.update(_decide_one(pages, known.get(article_id), (reread or {}).get(article_id)))
    return [decisions[index] for index in range(len(articles))]


def _decide_one(
    pages: list[tuple[int, Article]], latest: Article | None, reread: Article | None
) -> Iterable[tuple[int, Decision]]:
    """Decisions for the pages of one article, each revision compared with the one before it."""
    if len(pages) > 1:
        pages = sorted(pages, key=lambda page: (not _at_canonical(page[1]), page[1].fetched_at, page[1].url))
    for index, article in pages:
        decision = _decide_page(article, latest, reread or latest)
        if decision.lands:
            latest, reread = decision.article, None
        yield index, decision


def _decide_page(article: Article, latest: Article | None, stated: Article | None) -> Decision:
    """What a page is beside the `latest` row of its article, which `stated` that much."""
    if latest is None or stated is None:
        is_first = article.revision == article.extraction == 1
        return Decision(article if is_first else replace(article, revision=1, extraction=1), "new")
    if normalise(article.url) != normalise(latest.url) and not _at_canonical(article):
        return Decision(article, FetchReason.VARIANT)
    if _is_part(article) and not _is_part(latest):
        return Decision(article, FetchReason.VARIANT)
    metadata = edits(stated, article)
    is_same = _same_text(stated, article) or _completes(latest, article)
    changed = metadata if is_same else ("text", *metadata)
    kept = with_what_was_known(latest, article, changed)
    if changed:
        revision = replace(article, revision=latest.revision + 1, extraction=1, changed=changed, **kept)
        return Decision(revision, "revised")
    again = replace(
        article, revision=latest.revision, extraction=latest.extraction + 1, changed=latest.changed, **kept
    )
    if _has_moved(latest, article):
        return Decision(again, FetchReason.MOVED)
    if improves(latest, article) or differs(latest, article):
        return Decision(again, FetchReason.BETTER_EXTRACTION)
    return Decision(article, FetchReason.SAME_TEXT)


def _has_moved(before: Article, after: Article) -> bool:
    """Whether an article has another URL, or one that led to another article until now leads to it."""
    led_elsewhere = frozenset(after.former_urls or ()).difference(before.former_urls or ())
    return before.canonical_url != after.canonical_url or bool(led_elsewhere)


def differs(one: Article, two: Article) -> bool:
    """Whether two rows of an article differ in what a revision is made of."""
    return bool(edits(one, two)) or not _same_text(one, two)


def _same_text(one: Article, two: Article) -> bool:
    return one.content_hash == two.content_hash or same_words(one.text, two.text)


def _is_part(article: Article) -> bool:
    return ArticleFlag.ONE_OF_PARTS in article.flags


def _completes(latest: Article, article: Article) -> bool:
    """Whether a page has all parts of a text of which one had landed."""
    is_whole = _is_part(latest) and not _is_part(article)
    return is_whole and set(latest.text.split("\n")) <= set(article.text.split("\n"))


def _at_canonical(article: Article) -> bool:
    return normalise(article.url) == article.canonical_url
