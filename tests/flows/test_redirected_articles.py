"""A story gets another URL, which lands on its own before the old one is redirected to it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from invented_stories import story
from landed_pages import NOON, article_html, landed_page, leave_behind

from spiders.identity.urls import article_id
from warehouse.base.data_folder import DataFolder
from warehouse.erasure.target import find_target
from warehouse.tables import Page

Query = Callable[[str], list[tuple[Any, ...]]]
SITE = "https://gazette.example"
COPY, LATER = "https://herald.example/copy", "https://tribune.example/later"
OLD, NEW = f"{SITE}/old", f"{SITE}/new"


def page(url: str, run: int, *more: str, cut: int = 8) -> Page:
    """The page of one story, which stands unchanged at all URLs, but for the paragraph that a copy `cut`."""
    lines = story("whale", 8)
    body = article_html(*lines[:cut], *lines[cut + 1 :], *more)
    at = NOON + timedelta(hours=run)
    ran = {"run_id": f"run-{run}", "discovered_at": at, "fetched_at": at}
    return landed_page(body, url, source=urlsplit(url).netloc, page_id=f"{run} {url}", **ran)


@pytest.mark.parametrize("first", [OLD, NEW])
def test_two_articles_are_one_from_the_redirect_on(
    data: DataFolder, run_once: Callable[[], object], query: Query, first: str
) -> None:
    second = NEW if first == OLD else OLD
    for run, url in enumerate((first, second)):
        leave_behind(data, [page(url, run)])
        run_once()
    leave_behind(data, [page(COPY, 2, cut=2)])
    run_once()
    assert len(query("FROM syndication")) == 2, "two copies of one another"
    leave_behind(data, [replace(page(OLD, 3), final_url=NEW), page(LATER, 3, cut=5)])
    run_once()
    key = article_id(first)
    assert query("SELECT article_id, canonical_url, former_urls FROM articles") == [(key, NEW, [OLD])]
    assert query("SELECT article_id, cluster_id FROM duplicates WHERE kind = 'moved'") == [
        (article_id(second), key)
    ]
    assert query("SELECT original_id, copy_url FROM syndication ORDER BY ALL") == [
        (key, COPY),
        (key, LATER),
    ]
    assert query("SELECT size FROM clusters") == [(3,)]
    leave_behind(data, [page(NEW, 4, *story("postscript", 1))])
    run_once()
    assert query("SELECT article_id, revision FROM articles_all WHERE revision > 1") == [(key, 2)]
    for url in (OLD, NEW):
        assert find_target(data, "url", url).articles == {article_id(OLD), article_id(NEW)}


def test_what_redirects_to_another_story_stays_apart_from_it(
    data: DataFolder, run_once: Callable[[], object], query: Query
) -> None:
    live = landed_page(article_html(*story("storm", 8), title="The storm"), NEW, run_id="run-0")
    leave_behind(data, [live, page(OLD, 0)])
    run_once()
    leave_behind(data, [replace(live, page_id="again", run_id="run-1", url=OLD)])
    run_once()
    assert query("SELECT article_id FROM articles ORDER BY canonical_url DESC") == [
        (article_id(OLD),),
        (article_id(NEW),),
    ]
