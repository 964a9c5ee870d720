"""Sites of the same eight stories as real software builds them: what lands of each, and what is right of it.

    python benchmarks/site_software/run.py [--npm FOLDER] [--wordpress FOLDER] [--only WORD]

FOLDER is one in which `npm install hexo hexo-theme-landscape hexo-renderer-marked hexo-renderer-ejs hexo-
renderer-stylus hexo-generator-index hexo-generator-archive hexo-generator-category hexo-generator-tag hexo-
generator-feed @11ty/eleventy @11ty/eleventy-plugin-rss` was run; without it Hexo and Eleventy are left out,
and Jekyll where the command is missing (Debian: jekyll ruby-jekyll-feed ruby-jekyll-seo-tag ruby-minima).
WordPress is served with each of its themes where its programs are there (wordpress.py names the packages),
watched by feed and sitemap together and by its sitemap alone, which names every archive.
--only builds the sites whose name has the word in it. Every site is watched by its feed where it has one,
and by its sitemap. Beside it stands what feedparser with trafilatura's `bare_extraction` gives: title,
author and date from the feed or else the page, for the pages that the feed (or, without one, the sitemap)
names. Dates are right where the day is.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import feedparser
from trafilatura import bare_extraction
from trafilatura.settings import Document

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from site_software import STORIES, BuiltSite, served
from site_software.hugo_site import hugo_site
from site_software.nikola_site import nikola_site
from site_software.pelican_site import pelican_site
from site_software.site import Build

from benchmarks.site_software.builders import eleventy_site, hexo_site, jekyll_site, mkdocs_site
from benchmarks.site_software.wordpress import INSTALLED, themes, wordpress_site
from flows.ingestion.ingest import ingest
from flows.ingestion.prepare import prepare_run
from flows.landing.landing_result import directly
from spiders.discovery.sitemaps import read_sitemap
from warehouse.base.data_folder import DataFolder
from warehouse.query.connection import connect
from warehouse.snapshots.snapshot import current_snapshot

MOST_LINKS = 1_000
HEADER = (
    '[copydesk]\ncontact = "mailto:desk@example.org"\n\n[network]\nallow = ["127.0.0.1"]\n\n[sources.site]\n'
)


@dataclass(frozen=True)
class Landed:
    """One page that was taken for a story."""

    title: str
    authors: tuple[str, ...]
    day: str
    text: str


@dataclass(frozen=True)
class Site:
    """How a site is served in an empty folder, and where its feed or sitemap stands below its home."""

    name: str
    serve: Callable[[Path], AbstractContextManager[BuiltSite]]
    feed: str | None = None
    sitemap: str | None = None
    is_signed: bool = True


def sites(npm: Path | None, wordpress: Path) -> Iterator[Site]:
    for theme in ("notmyidea", "simple"):
        yield Site(f"Pelican {theme}", _files(pelican_site(theme)), "feeds/all.atom.xml")
    for theme in ("base", "bootblog4", "bootstrap4"):
        yield Site(f"Nikola {theme}", _files(nikola_site(theme)), "rss.xml", "sitemap.xml")
    yield Site("Hugo new theme", _files(hugo_site), "index.xml", "sitemap.xml", is_signed=False)
    yield Site("MkDocs Material blog", _files(mkdocs_site), None, "sitemap.xml")
    if npm is not None:
        for path in sorted((npm / "node_modules").glob("hexo-theme-*")):
            theme = path.name.removeprefix("hexo-theme-")
            yield Site(f"Hexo {theme}", _files(hexo_site(npm / "node_modules", theme)), "atom.xml")
        yield Site("Eleventy", _files(eleventy_site(npm / "node_modules")), "feed.xml", is_signed=False)
    if shutil.which("jekyll"):
        yield Site("Jekyll minima", _files(jekyll_site), "feed.xml")
    for theme in themes(wordpress):
        serve = partial(wordpress_site, theme, wordpress=wordpress)
        yield Site(f"WordPress {theme}", serve, "feed/", "wp-sitemap.xml")
        yield Site(f"WordPress {theme}, sitemap alone", serve, None, "wp-sitemap.xml")


def _files(build: Build) -> Callable[[Path], AbstractContextManager[BuiltSite]]:
    return partial(served, "site", build)


def ours(site: Site, built: BuiltSite, folder: Path) -> list[Landed]:
    """What a run lands of a site, sitemap and feed together."""
    lists = [
        f'{key} = ["{built.home}{path}"]\n'
        for key, path in (("feeds", site.feed), ("sitemaps", site.sitemap))
        if path
    ]
    config, data = folder / "sources.toml", DataFolder(folder / "data")
    limits = "limits = { delay = 0.0, max_age_days = 0 }\n"
    config.write_text(f'{HEADER}home = "{built.home}"\n{limits}{"".join(lists)}', "utf-8")
    ingest(prepare_run(data.root, config, True, workers=1), True, directly)
    with connect(current_snapshot(data)) as connection:
        query = "select title, authors, published_at, text from articles_all"
        rows = connection.execute(query).fetchall()
    return [Landed(title or "", tuple(names or ()), _day(at), text) for title, names, at, text in rows]


def theirs(site: Site, built: BuiltSite) -> Iterator[Landed]:
    """What feedparser and bare_extraction give of the pages that feed or sitemap names."""
    for url, title, author, day in _listed(site, built):
        page = bare_extraction(_body(url), with_metadata=True, url=url)
        if not isinstance(page, Document):
            continue
        found = author or page.author or ""
        names = tuple(name.strip() for name in found.split(";") if name.strip())
        yield Landed(title or page.title or "", names, day or (page.date or "")[:10], page.text or "")


def _listed(site: Site, built: BuiltSite) -> Iterable[tuple[str, str, str, str]]:
    if site.feed:
        for entry in feedparser.parse(_body(built.home + site.feed)).entries:
            at = entry.get("published_parsed") or entry.get("updated_parsed")
            day = datetime(*at[:3]).date().isoformat() if at else ""
            yield entry.link, entry.get("title", ""), entry.get("author", ""), day
        return
    yield from ((url, "", "", "") for url in _in_sitemap(f"{built.home}{site.sitemap}"))


def _in_sitemap(url: str) -> Iterator[str]:
    named = read_sitemap(_body(url), url, MOST_LINKS)
    yield from (link.url for link in named.links)
    for child in named.documents:
        yield from _in_sitemap(child)


def _body(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=20) as response:
        body: bytes = response.read()
        return body


def _day(at: datetime | None) -> str:
    return at.date().isoformat() if at else ""


def counts(landed: Iterable[Landed], is_signed: bool) -> str:
    """Found, false, and of the found ones right: title, author, date, text."""
    landed = list(landed)
    found = title = author = day = text = 0
    for story in STORIES:
        shown = [_folded(part) for part in story.shown]
        own = [one for one in landed if one.title == story.title or shown[0] in _folded(one.text)]
        own.sort(key=lambda one: (one.title != story.title, len(one.text)))
        if not own:
            continue
        one = own[0]
        found += 1
        title += one.title == story.title
        author += one.authors == ((story.author,) if is_signed else ())
        day += one.day == story.published.date().isoformat()
        text += all(part in _folded(one.text) for part in shown)
    return f"{found} | {len(landed) - found} | {title} | {author} | {day} | {text}"


def _folded(text: str) -> str:
    return " ".join(text.split())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--npm", type=Path)
    parser.add_argument("--wordpress", type=Path, default=INSTALLED)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    columns = "found | false | title | author | date | text"
    print(f"| site | true | {columns} | theirs: {columns} |")
    print("|---" * 14 + "|")
    for site in sites(options.npm, options.wordpress):
        if options.only.casefold() not in site.name.casefold():
            continue
        with tempfile.TemporaryDirectory() as folder, site.serve(Path(folder) / "site") as built:
            ours_counts = counts(ours(site, built, Path(folder)), site.is_signed)
            theirs_counts = counts(theirs(site, built), site.is_signed)
        print(f"| {site.name} | {len(STORIES)} | {ours_counts} | {theirs_counts} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
