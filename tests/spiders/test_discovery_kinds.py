"""A kind of discovery document is one class and one line of a table."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import spiders
from spiders.discovery.kinds import KINDS, kind_named, kind_of
from spiders.discovery.kinds.kind import DiscoveryKind
from spiders.sources.source import Source
from spiders.sources.source_documents import configured_documents
from warehouse.values import Discovery, FetchKind

HOME = "https://example.org/"

NEW_KIND = """
from spiders.discovery.kinds.kind import DiscoveryKind
from spiders.discovery.links import DocumentLinks, Link, resolved_links


class UrlList(DiscoveryKind):
    name = "url_list"
    key = "lists"
    paths = ("/latest.txt",)

    def read(self, body, url, limit, since):
        links, unusable = resolved_links((Link(url=line) for line in body.decode().split()), url)
        return DocumentLinks(links[:limit], unusable=unusable)
"""
TRY_IT = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from spiders.discovery.autodiscovery import common_paths
from spiders.sources.source_documents import configured_documents, read_document
from spiders.sources.sources_file import read_sources

source = read_sources(Path(sys.argv[1])).sources["example"]
for document in configured_documents(source):
    print(document.kind, document.url)
found = read_document(b"/a /b", source.lists[0], "url_list", source.limits, datetime.now(UTC))
print([link.url for link in found.links])
print([document.url for document in common_paths(source.home) if document.kind == "url_list"])
"""
SOURCES = """
[copydesk]
contact = "desk@example.org"
[sources.example]
home = "https://example.org/"
lists = ["https://example.org/today.txt"]
"""


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_has_a_value_of_the_stored_columns_and_a_configuration_key(kind: DiscoveryKind) -> None:
    assert Discovery.of(kind.name).value == FetchKind.of(kind.name).value == kind.name
    assert kind.key in Source.__dataclass_fields__
    assert kind_named(kind.name) is kind


def test_a_sitemap_is_one_of_news_by_its_file_name() -> None:
    assert kind_of("sitemaps", f"{HOME}news/sitemap.xml").name == "sitemap"
    assert kind_of("sitemaps", f"{HOME}sitemap-news.xml?page=1").name == "news_sitemap"


def test_documents_are_requested_feeds_first_and_the_front_page_last() -> None:
    source = Source(
        name="example",
        home=HOME,
        sections=(f"{HOME}sport",),
        sitemaps=(f"{HOME}sitemap.xml", f"{HOME}news.xml"),
        feeds=(f"{HOME}feed",),
    )
    assert [
        (document.kind, document.url.removeprefix(HOME)) for document in configured_documents(source)
    ] == [
        ("feed", "feed"),
        ("sitemap", "sitemap.xml"),
        ("news_sitemap", "news.xml"),
        ("section", "sport"),
        ("front_page", ""),
    ]


def test_a_new_kind_is_one_file_and_the_table(tmp_path: Path) -> None:
    copy = tmp_path / "spiders"
    shutil.copytree(
        Path(spiders.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__", "edges.json")
    )
    (copy / "discovery/kinds/url_list.py").write_text(NEW_KIND)
    table = copy / "discovery/kinds/__init__.py"
    text = table.read_text()
    for old, new in (
        ("\n__all__", "\nfrom spiders.discovery.kinds.url_list import UrlList\n\n__all__"),
        ("FrontPage())", "FrontPage(), UrlList())"),
        ("    home: str\n", "    home: str\n    lists: tuple[str, ...] = ()\n"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    table.write_text(text)
    (tmp_path / "sources.toml").write_text(SOURCES)
    done = subprocess.run(
        [sys.executable, "-c", TRY_IT, str(tmp_path / "sources.toml")],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == [
        f"front_page {HOME}",
        f"url_list {HOME}today.txt",
        f"['{HOME}a', '{HOME}b']",
        f"['{HOME}latest.txt']",
    ], done.stderr
