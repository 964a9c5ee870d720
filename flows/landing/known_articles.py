"""The landed articles that the pages of a batch may be: by key, by what moved, by what names an AMP form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from flows.draft import Draft
from flows.stages.identify import KnownArticle, KnownArticles, urls_before
from spiders.identity.former_hosts import FormerHosts
from spiders.identity.urls import article_id
from warehouse.base.data_folder import DataFolder
from warehouse.query.connection import connect_landed
from warehouse.query.landed_keys import ArticleKeys
from warehouse.query.other_urls import OtherUrls
from warehouse.query.sought_articles import execute_on_articles
from warehouse.snapshots.snapshot import Snapshot


def known_articles(
    data: DataFolder, snapshot: Snapshot, drafts: Sequence[Draft], former_hosts: FormerHosts | None = None
) -> KnownArticles:
    """What has landed of the articles that `drafts` may be, or may have moved from."""
    if not drafts:
        return KnownArticles()
    others = OtherUrls(data, snapshot)
    amp = others.with_amp_url(
        {draft.identity.own_url for draft in drafts if draft.extraction.canonical_link is None}
    )
    before = [url for draft in drafts for url in urls_before(draft, former_hosts or {})]
    urls = {*_urls(drafts), *before}
    ids = {
        *(draft.identity.article_id for draft in drafts),
        *map(article_id, urls),
        *others.moved(urls),
        *amp.values(),
    }
    with connect_landed(snapshot, ()) as database:
        keys = ArticleKeys(data, snapshot)
        rows = execute_on_articles(database, "landing/known_articles", ids, keys).fetchall()
    return KnownArticles((_known(*row) for row in rows), amp, former_hosts)


def _urls(drafts: Iterable[Draft]) -> Iterable[str]:
    for draft in drafts:
        yield draft.identity.canonical_url
        yield draft.identity.own_url
        if requested := draft.redirected_from:
            yield requested


def _known(
    key: str,
    canonical_url: str,
    reason: str,
    former: list[str],
    url: str,
    title: str | None,
    text: str,
    first_landed_at: datetime,
) -> KnownArticle:
    return KnownArticle(
        article_id=key,
        canonical_url=canonical_url,
        identity_reason=reason,
        former_urls=tuple(former),
        url=url,
        title=title,
        lines=tuple(text.split("\n")),
        first_landed_at=first_landed_at,
    )
