"""Which revision of its article a page was whose row is lost. Pure.

What is left of an article has its numbers and the times at which its pages were fetched. A lost page comes
after those fetched before it, so it takes the next number, unless that is taken: then its row was lost with
more than one other, whose pages are gone, or it never was a revision. A mistake gives a revision the number
of another lost one; the order is right in any case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flows.stages.revise import decide
from warehouse.tables import Article


def as_revision(article: Article, rows: Sequence[Article], extraction: int) -> Article | None:
    """The row that the article of a lost page becomes beside those that are left; None where none fits."""
    earlier = [row for row in rows if row.fetched_at <= article.fetched_at]
    before = max(earlier, key=lambda row: row.revision, default=None)
    number = before.revision + 1 if before else 1
    if any(row.revision == number for row in rows):
        return None
    (decision,) = decide([article], {article.article_id: before} if before else {})
    return replace(decision.article, revision=number, extraction=extraction) if decision.is_news else None
