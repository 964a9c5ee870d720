"""Sites as Pelican, Nikola and Hugo build them, discovered, fetched and judged as a whole, twice.

Every story is found once, rightly titled, dated and signed, and nothing else lands: no tag, no month, no page
about the site. Feed, sitemap and front page are read together, as each site offers them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from site_software import STORIES, BuiltSite, Story, served
from site_software.hugo_site import hugo_site
from site_software.nikola_site import nikola_site
from site_software.pelican_site import pelican_site

from flows.ingestion.ingest import ingest
from flows.ingestion.prepare import prepare_run
from flows.landing.landing_result import LandingResult, directly
from flows.stages.tally import Tally
from warehouse.base.data_folder import DataFolder
from warehouse.query.connection import connect
from warehouse.snapshots.snapshot import current_snapshot

pytestmark = pytest.mark.services

BUILDERS = {
    "pelican-notmyidea": pelican_site("notmyidea"),
    "pelican-simple": pelican_site("simple"),
    "nikola": nikola_site("bootblog4"),
    "hugo": hugo_site,
}
WATCHED = {
    "pelican-notmyidea": 'feeds = ["{home}feeds/all.atom.xml"]',
    "pelican-simple": 'feeds = ["{home}feeds/all.atom.xml"]',
    "nikola": 'sitemaps = ["{home}sitemap.xml"]',
    "hugo": 'feeds = ["{home}index.xml"]\nsitemaps = ["{home}sitemap.xml"]',
}
UNSIGNED = ("hugo",)
"""Sites that state no author: neither the bare theme nor the feed of Hugo names one."""


HEADER = '[copydesk]\ncontact = "mailto:desk@example.org"\n\n[network]\nallow = ["127.0.0.1"]\n'


def _table(name: str, home: str) -> str:
    watched = WATCHED[name].format(home=home)
    return f'[sources.{name}]\nhome = "{home}"\nlimits = {{ delay = 0.0, max_age_days = 0 }}\n{watched}\n'


@dataclass(frozen=True)
class Desk:
    """What landed from all sites in two runs, and the counts of the second one by source."""

    sites: dict[str, BuiltSite]
    articles: list[dict[str, Any]]
    findings: tuple[str, ...]
    second: dict[str, Tally]

    def of(self, name: str) -> list[dict[str, Any]]:
        return [article for article in self.articles if article["source"] == name]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("software")
    config, data = folder / "sources.toml", DataFolder(folder / "data")

    def run() -> tuple[LandingResult, ...]:
        return tuple(ingest(prepare_run(data.root, config, True, workers=1), True, directly).landed)

    with ExitStack() as stack:
        sites = {
            name: stack.enter_context(served(name, build, folder / name)) for name, build in BUILDERS.items()
        }
        config.write_text(
            "\n".join([HEADER, *(_table(name, site.home) for name, site in sites.items())]), "utf-8"
        )
        (first,), (second,) = run(), run()
        with connect(current_snapshot(data)) as connection:
            query = "select source, title, authors, published_at, text from articles_all"
            articles = connection.execute(query).to_arrow_table().to_pylist()
        yield Desk(sites, articles, first.run.findings, {one.source: one for one in second.tallies})


@pytest.mark.parametrize("name", BUILDERS)
def test_every_story_of_a_site_lands_once_and_nothing_else_does(desk: Desk, name: str) -> None:
    landed = sorted(article["title"] for article in desk.of(name))
    assert landed == sorted(story.title for story in STORIES)


@pytest.mark.parametrize("name", BUILDERS)
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.slug)
def test_a_story_is_signed_dated_and_whole(desk: Desk, name: str, story: Story) -> None:
    (article,) = (article for article in desk.of(name) if article["title"] == story.title)
    assert article["authors"] == ([] if name in UNSIGNED else [story.author])
    assert article["published_at"] == story.published
    folded = " ".join(article["text"].split())
    assert [shown for shown in story.shown if " ".join(shown.split()) not in folded] == []


def test_a_run_says_that_a_sitemap_names_lists(desk: Desk) -> None:
    findings = [line for line in desk.findings if line.startswith("nikola: ")]
    assert [line for line in findings if "pages looked like lists: watch the feed" in line], findings


@pytest.mark.parametrize("name", BUILDERS)
def test_a_second_run_finds_nothing_changed(desk: Desk, name: str) -> None:
    counts = desk.second[name]
    assert counts.landed == counts.rejected == counts.failed == 0
    statuses = {request.status for request in desk.sites[name].requests if request.conditional}
    assert statuses == {304}
