"""What known articles' old pages say today, where another extractor had read them.

After an upgrade the same page may give another title, or more of its text. Beside what had landed that looks
like an edit. So the old page, as long as it is kept, is re-extracted by today's extractor: what it says then
is what a new page is compared with. Only the pages of articles that differ from what landed are read. Of
pages that are no longer kept nothing can be told: their differences count as edits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dedupe.blocks import Cutting
from flows.cleaning.article_rows import article_row
from flows.draft import Draft
from flows.runs.context import RunContext
from flows.stages.extract import rules_of
from flows.stages.join_parts import join_parts
from flows.stages.kept_parts import kept_parts
from flows.stages.revise import differs
from spiders.extraction.model import Refusal
from spiders.workers.pool import extract_pages
from warehouse.query.connection import connect_landed
from warehouse.snapshots.snapshot import Snapshot
from warehouse.sql import execute
from warehouse.tables import Article, Page
from warehouse.tables.arrow import from_arrow

_UNCUT = Cutting(())


def reread(
    run: RunContext,
    snapshot: Snapshot,
    drafts: Sequence[Draft],
    articles: Sequence[Article],
    known: Mapping[str, Article],
) -> dict[str, Article]:
    """By article_id: the landed row as it would be today; `articles` are the `drafts`, cleaned.

    Its text is the new one where both pages have the same, before anything is cut, else what landed.
    """
    suspects: dict[str, tuple[Draft, Article]] = {}
    for draft, article in zip(drafts, articles, strict=True):
        landed = known.get(article.article_id)
        if landed and landed.extractor != article.extractor and differs(landed, article):
            suspects[landed.page_id] = draft, article
    if not suspects:
        return {}
    with connect_landed(snapshot, ["pages"]) as database:
        found = execute(database, "landing/pages", ids=list(suspects)).to_arrow_table()
        pages = from_arrow(found, Page)
    read: dict[str, Article] = {}
    again = [
        Draft.of(page, suspects[page.page_id][0].identity, extraction)
        for page, extraction in extract_pages(pages, rules_of(run.settings), run.workers)
        if not isinstance(extraction, Refusal)
    ]
    for before in join_parts(again, kept_parts(run, snapshot)):
        draft, article = suspects[before.page_id]
        old = article_row(run, before, _UNCUT)
        is_same = old.content_hash == article_row(run, draft, _UNCUT).content_hash
        text = article if is_same else known[article.article_id]
        read[article.article_id] = replace(old, text=text.text, content_hash=text.content_hash)
    return read
