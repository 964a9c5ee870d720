"""How well the front-page rule tells articles from other links, on the pages of the corpus.

    python benchmarks/crawl/links.py

Recall: the URLs of the corpus's own articles, with and without their headline as the link's text. False
alarms: links inside nav, header and footer of those pages, none of which is an article. Nothing is fetched,
and the rule was not fitted to these pages.
"""

from __future__ import annotations

import sys
from pathlib import Path

from lxml import html

from spiders.archives.captures import Capture, Selection, archive_files, captures
from spiders.discovery.front_pages import is_article
from spiders.identity.urls import UrlError, resolve, site_of

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"


def main() -> None:
    if not CORPUS.is_dir():
        sys.exit(f"{CORPUS} is not here")
    pages = [
        found
        for file, root in archive_files(CORPUS)
        for found in captures(file, root, Selection())
        if isinstance(found, Capture) and "seeds" not in file.name
    ]
    by_url = [is_article(page.url, "", _front(page.url)) for page in pages]
    with_headline = [is_article(page.url, _headline(page), _front(page.url)) for page in pages]
    navigation = {link for page in pages for link in _navigation(page)}
    alarms = sorted(url for url, text in navigation if is_article(url, text, _front(url)))
    print(f"{len(pages)} articles: found by URL {_share(by_url)}, with headline {_share(with_headline)}")
    print(f"{len(navigation)} links of navigation: {len(alarms)} taken ({len(alarms) / len(navigation):.1%})")
    missed = [page.url for page, found in zip(pages, with_headline, strict=True) if not found]
    print("missed:", *missed[:15], "false alarms:", *alarms[:: max(1, len(alarms) // 15)], sep="\n  ")


def _front(url: str) -> str:
    return f"https://{site_of(url)}/"


def _headline(page: Capture) -> str:
    found = html.document_fromstring(page.body).findtext(".//title") or ""
    return " ".join(found.split())


def _navigation(page: Capture) -> set[tuple[str, str]]:
    links = set()
    found = html.document_fromstring(page.body).xpath("(//nav|//header|//footer)//a[@href]")
    assert isinstance(found, list)
    for anchor in found:
        assert isinstance(anchor, html.HtmlElement)
        try:
            url = resolve(anchor.get("href") or "", page.url)
        except UrlError:
            continue
        if site_of(url) == site_of(page.url) and url != page.url:
            links.add((url, " ".join(anchor.text_content().split())))
    return links


def _share(found: list[bool]) -> str:
    return f"{sum(found)} ({sum(found) / len(found):.1%})"


if __name__ == "__main__":
    main()
