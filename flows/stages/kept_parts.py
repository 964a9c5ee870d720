"""The newest kept pages of parts of an article that a batch lacks: the site said that they are unchanged."""

from __future__ import annotations

from collections.abc import Collection

from flows.draft import Draft
from flows.runs.context import RunContext
from flows.stages.extract import draft_of, rules_of
from flows.stages.join_parts import Kept
from spiders.extraction.model import Refusal
from spiders.workers.pool import extract_pages
from warehouse.query.connection import connect_landed
from warehouse.snapshots.snapshot import Snapshot
from warehouse.sql import execute
from warehouse.tables import Page
from warehouse.tables.arrow import from_arrow


def kept_parts(run: RunContext, snapshot: Snapshot) -> Kept:
    """What finds the pages that a snapshot has, each extracted again."""

    def find(urls: Collection[str]) -> list[Draft]:
        with connect_landed(snapshot, ["pages"]) as database:
            pages = from_arrow(execute(database, "landing/pages_at", urls=list(urls)).to_arrow_table(), Page)
        results = extract_pages(pages, rules_of(run.settings), run.workers)
        drafts = (draft_of(page, found) for page, found in results if not isinstance(found, Refusal))
        return [draft for draft in drafts if isinstance(draft, Draft)]

    return find
