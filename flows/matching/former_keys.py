"""Articles that turned out to be one, because a redirect led from a URL of one to the other.

Observed: a publisher changes a story's URL, the new one stands in the feed at once, and the old one is
redirected a day later. Until then they are two articles that copy each other, and nobody copied anything. The
rule: where an article lands with former URLs, the articles that landed under these, or under its own, are its
*former keys* (`flows.stages.identify` says when that is so). A row of `duplicates` of kind `moved` says so
of each; nothing is compared with it from then on, and what was said of it counts for the article that it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flows.matching.copy_history import Cause, CopyHistory, MatchedArticle
from spiders.identity.urls import article_id
from warehouse.tables import Article, Duplicate
from warehouse.values import DuplicateKind


def former_keys(articles: Iterable[Article]) -> dict[str, str]:
    """The keys that the URLs of some articles would have, but for their own, each with its article's."""
    return {
        key: article.article_id
        for article in articles
        if article.former_urls
        for key in map(article_id, (article.canonical_url, *article.former_urls))
        if key != article.article_id
    }


def moved_rows(cause: Cause, history: CopyHistory, former: Mapping[str, str]) -> list[Duplicate]:
    """New rows of `duplicates` for the articles that landed under `former` keys, as `history` knows them."""
    landed = history.articles({*former, *former.values()})
    return [
        _row(cause, landed[key], landed[now])
        for key, now in sorted(former.items())
        if key in landed and now in landed and now not in former
    ]


def _row(cause: Cause, article: MatchedArticle, now: MatchedArticle) -> Duplicate:
    key = now.article_id
    return Duplicate(
        article_id=article.article_id,
        revision=article.revision,
        cluster_id=key,
        story_id=key,
        matched_article_id=key,
        matched_revision=now.revision,
        kind=DuplicateKind.MOVED,
        similarity=1.0,
        reason="the same article: a redirect led from one of its URLs to the other",
        source=article.source,
        landed_at=cause.started_at,
        run_id=cause.run_id,
        original_id=key,
    )
