import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import made_drafts
import pytest
from click.testing import CliRunner
from newsroom import Newsroom
from rich.console import Console

from flows.cli import cli
from flows.cli.sources.preview import preview
from flows.configuration import load_settings
from flows.sources.advice import advice
from flows.sources.allow_line import allow_line
from flows.sources.listing_pages import Lists, listing_pages_line
from flows.sources.sample import Sample
from flows.sources.source_toml import choose, hubs_of, name_for, subscribed, table_text
from spiders.extraction.model import Refusal
from spiders.probe import ProbeResult
from spiders.sources.opml import NotOpml, Subscription, read_opml, write_opml
from spiders.sources.source import Source, SourceLimits
from warehouse.values import RejectionReason

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HOME = "https://example.org/"
FEED = "https://example.org/rss.xml"


def probed(
    kind: str = "feed",
    url: str = FEED,
    outcome: str = "fetched",
    reason: str = "ok",
    links: int = 20,
    newest: str | None = None,
) -> ProbeResult:
    return ProbeResult(
        source="s", url=url, kind=kind, outcome=outcome, reason=reason, links=links, newest=newest
    )


def test_a_news_sitemap_is_preferred_to_a_plain_one_and_stands_beside_feeds() -> None:
    seen = [
        probed("sitemap", "https://example.org/sitemap.xml", links=90),
        probed(),
        probed("news_sitemap", "https://example.org/news.xml"),
    ]
    assert choose(seen) == {"feeds": [FEED], "sitemaps": ["https://example.org/news.xml"]}


def test_the_same_feed_at_two_urls_is_chosen_once() -> None:
    twice = [
        probed(newest="2026-11-22T08:00:00+00:00"),
        probed(url=FEED + "2", newest="2026-11-22T08:00:00+00:00"),
    ]
    assert choose(twice) == {"feeds": [FEED]}


def test_a_plain_sitemap_is_taken_where_there_is_nothing_else() -> None:
    seen = [
        probed("sitemap", "https://example.org/sitemap.xml"),
        probed(outcome="failed", reason="not_a_feed"),
    ]
    assert choose(seen) == {"sitemaps": ["https://example.org/sitemap.xml"]}


def test_the_feed_that_the_front_page_names_first_comes_first() -> None:
    seen = [replace(probed(url=FEED + "2", links=90), place=2), replace(probed(), place=1)]
    assert choose(seen) == {"feeds": [FEED, FEED + "2"]}


def test_to_backfill_a_sitemap_is_watched_beside_the_feed_whatever_its_age() -> None:
    seen = [probed(), probed("sitemap", "https://example.org/sitemap.xml", links=90)]
    lists = choose(seen, backfill=True)
    assert lists == {"feeds": [FEED], "sitemaps": ["https://example.org/sitemap.xml"]}
    table = tomllib.loads(table_text("s", "https://example.org/", lists, backfill=True))["sources"]["s"]
    assert table["limits"] == {"max_age_days": 0}


def test_a_preview_shows_three_articles_and_what_was_refused() -> None:
    article = made_drafts.extraction(
        "The whale left at noon. " * 20, title="Whale leaves", authors=("Ada Okafor",), published_at=NOW
    )
    tried = Sample(
        {f"{HOME}{number}": article for number in range(4)},
        {f"{HOME}tag/": Refusal(RejectionReason.LISTING, "class tag")},
    )
    with (console := Console(width=200)).capture() as shown:
        console.print(preview(tried))
    assert shown.get().count("Whale leaves") == 3
    assert "by Ada Okafor; 2026-11-22 09:00 UTC" in shown.get() and "The whale left at noon." in shown.get()
    assert f"{HOME}tag/: listing (class tag)" in shown.get()
    with (console := Console(width=200)).capture() as shown:
        console.print(preview(Sample({}, {})))
    assert "no article found" in shown.get()


def test_names_are_made_from_the_host_and_never_taken_twice() -> None:
    assert name_for("https://www.example.org/news", ()) == "example-org"
    assert name_for("https://www.example.org/news", {"example-org", "example-org-2"}) == "example-org-3"


def test_a_table_is_toml_whatever_its_url_holds() -> None:
    text = table_text("s", 'https://example.org/"\\', {"feeds": [FEED, FEED]})
    assert tomllib.loads(text) == {
        "sources": {"s": {"home": 'https://example.org/"\\', "feeds": [FEED, FEED]}}
    }


def test_subscriptions_become_one_source_a_site_and_known_feeds_none() -> None:
    known = {"old": Source(name="old", home="https://example.org/", feeds=(FEED,))}
    items = [
        Subscription(FEED, None),
        Subscription("https://feeds.example.net/a", "https://www.example.net/"),
        Subscription("https://example.net/b", None),
    ]
    (text,) = subscribed(items, known)
    assert tomllib.loads(text)["sources"]["example-net"] == {
        "home": "https://www.example.net/",
        "feeds": ["https://feeds.example.net/a", "https://example.net/b"],
    }


def test_a_list_that_was_written_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "list.opml"
    path.write_bytes(write_opml([Source(name="a & b", home="https://example.org/", feeds=(FEED,))]))
    assert read_opml(path) == [Subscription(FEED, "https://example.org/")]


@pytest.mark.parametrize(
    "text", ["", "<html>", "<opml><body/></opml>", '<opml><outline xmlUrl="file:///x"/></opml>']
)
def test_what_is_no_list_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.opml"
    path.write_text(text)
    with pytest.raises(NotOpml, match=r"list\.opml"):
        read_opml(path)


@pytest.mark.parametrize(
    ("seen", "says"),
    [
        (probed(outcome="blocked", reason="robots", links=0), "robots.txt forbids it"),
        (probed(outcome="failed", reason="not_a_feed", links=0), "the response is not a feed"),
        (probed(links=0), "no links: the document is empty"),
        (probed(newest="2026-10-01T00:00:00+00:00"), "nothing new for more than a week"),
    ],
)
def test_what_to_change_is_said(seen: ProbeResult, says: str) -> None:
    assert says in (advice(seen, NOW) or "")


def test_nothing_is_to_change_in_a_source_that_is_well() -> None:
    assert advice(probed(newest="2026-11-22T08:00:00+00:00"), NOW) is None


def test_rss_and_atom_of_one_blog_are_one_feed_that_which_the_site_names_first() -> None:
    entries = tuple(f"https://example.org/{number}" for number in range(20))
    atom = replace(
        probed(url=f"{FEED}/atom", links=10, newest="2026-11-22T08:00:01+00:00"), sample=entries[:10]
    )
    rss = replace(probed(links=20, newest="2026-11-22T08:00:00+00:00"), sample=entries, place=1)
    other = replace(probed(url=f"{FEED}/other", links=20), sample=("https://example.org/x",), place=2)
    assert choose([other, rss, atom]) == {"feeds": [atom.url, other.url]}


def test_the_hubs_of_a_feed_stand_beside_it_in_the_table() -> None:
    one = replace(probed(), hubs=("https://hub.example/",))
    lists = {"feeds": [FEED], "hubs": hubs_of([one], [FEED])}
    table = tomllib.loads(table_text("s", "https://example.org/", lists))["sources"]["s"]
    assert (table["feeds"], table["hubs"]) == ([FEED], ["https://hub.example/"])


OPML = """<OPML><body><OUTLINE TEXT="A & B" XMLURL="feed://example.org/a?x=1&y=2"/>
<outline text="b" xmlUrl=" feed:https://example.org/b " htmlurl="https://example.org/"/>
<outline text="twice" xmlUrl="https://example.org/b"/><outline text="gone" type="rss" xmlUrl=""/>
<outline text="ftp" xmlUrl="ftp://example.org/f"/><outline text="a folder"/></body></OPML>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_list_is_read_in_any_case_and_says_what_it_left_out(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "list.opml"
    text = OPML if encoding != "utf-16" else OPML.replace("A & B", "AB").replace("&y", "&amp;y")
    path.write_bytes(text.encode(encoding))
    left_out: list[str] = []
    feeds = [item.feed for item in read_opml(path, left_out.append)]
    assert feeds == ["http://example.org/a?x=1&y=2", "https://example.org/b"]
    assert [line.split(":")[0] for line in left_out] == ["'twice'", "'gone'", "'ftp'"]


@pytest.mark.parametrize(
    "text",
    [
        '<?xml version="1.0" encoding="UTF-16"?><opml><body>{}</body></opml>',
        'Warning: something in line 3\n<?xml version="1.0"?><opml><body>{}</body></opml>',
        '<!DOCTYPE opml SYSTEM "http://www.opml.org/x.dtd"><o:opml xmlns:o="x"><body>{}</body></o:opml>',
    ],
)
def test_a_list_with_a_wrong_declaration_or_text_before_it_is_read(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.opml"
    path.write_text(text.format(f'<outline text="Größe" xmlUrl="{FEED}"/>'), encoding="utf-8")
    assert [item.feed for item in read_opml(path)] == [FEED]


def test_an_import_names_what_is_watched_already(tmp_path: Path) -> None:
    config, path = tmp_path / "sources.toml", tmp_path / "list.opml"
    config.write_text(
        '[copydesk]\ncontact = "mailto:a@example.org"\n'
        f'[sources.s]\nhome = "https://example.org/"\nfeeds = ["{FEED}"]\n'
    )
    path.write_text(
        f'<opml><body><outline xmlUrl="{FEED}"/><outline xmlUrl="https://b.example/f"/></body></opml>'
    )
    done = CliRunner().invoke(cli, ["--config", str(config), "sources", "import", str(path)])
    assert (done.exit_code, f"{FEED} is already watched" in done.output) == (0, True)
    assert len(load_settings(config).sources) == 2


def test_a_site_is_looked_at_and_added_and_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hasty = SourceLimits(delay=0.05)
    monkeypatch.setattr("flows.cli.sources.add_source.Source", partial(Source, limits=hasty))
    config = tmp_path / "sources.toml"
    with Newsroom(only=["daily-meridian", "talpost"], crawl_delay=0) as newsroom:
        newsroom.write_sources(config)
        home = newsroom.home("daily-meridian")
        arguments = ["--config", str(config), "--data", str(tmp_path / "data"), "sources"]
        added = CliRunner().invoke(cli, [*arguments, "add", home, "--name", "added"])
        assert added.exit_code == 0, added.output
        titles = {page.title for page in newsroom.truth.values() if page.expected == "article"}
        shown = " ".join(added.output.split())
        assert sum(title in shown for title in titles if title) == 3, added.output
        assert load_settings(config).sources["added"].sitemaps == (f"{home}news-sitemap.xml",)
        feed = load_settings(config).sources["talpost"].feeds[0]
        by_feed = CliRunner().invoke(cli, [*arguments, "add", feed, "--name", "fed", "--dry-run"])
        assert by_feed.exit_code == 0, by_feed.output
        assert f'home = "{newsroom.home("talpost")}"' in by_feed.output
        assert f'feeds = ["{feed}"]' in by_feed.output
        with config.open("a") as table:
            table.write(f"limits = {{ delay = {hasty.delay} }}\n")
        checked = CliRunner().invoke(cli, [*arguments, "check", "added", "talpost"])
        assert checked.exit_code == 0, checked.output
        forbidden = [r.path for r in newsroom.requests if "print" in r.path]
        assert forbidden == []
    gone = CliRunner().invoke(cli, [*arguments, "check", "talpost"])
    assert gone.exit_code == 1
    assert "no links from talpost" in gone.output


def together(lists: list[Lists]) -> Lists:
    (of_one_source,) = Lists.by_source(lists)
    return of_one_source


def test_a_source_whose_pages_are_mostly_lists_is_told_to_be_watched_by_its_feed() -> None:
    lists = [Lists("s", 1, (f"{HOME}tag/{number}/",)) for number in range(30)]
    line = listing_pages_line(together(lists), 49)
    assert line is not None and line.startswith("s: 30 of 49 pages looked like lists: watch the feed (")
    assert line.count(HOME) == 3
    assert listing_pages_line(together(lists[:2]), 3) is None
    assert listing_pages_line(together(lists[:5]), 49) is None


def test_a_site_that_is_not_public_is_offered_the_line_that_allows_it(tmp_path: Path) -> None:
    config = tmp_path / "sources.toml"
    start = '[copydesk]\ncontact = "mailto:desk@example.org"\n'
    config.write_text(start + '[network]\nallow = ["10.0.0.0/8"]\n')
    with Newsroom(only=["talpost"]) as newsroom:
        add = ["--config", str(config), "sources", "add", newsroom.home("talpost"), "--dry-run"]
        refused = CliRunner().invoke(cli, add)
        assert (refused.exit_code, refused.output.count("[network]\n")) == (1, 1)
        config.write_text(
            start + refused.output.partition("[network]\n")[1] + refused.output.rpartition("[network]\n")[2]
        )
        assert CliRunner().invoke(cli, add).exit_code == 0
    assert load_settings(config).network_allow[0] == "10.0.0.0/8"


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("http://127.0.0.1:8123/", 'allow = ["127.0.0.1:8123"]'),
        ("https://[::1]/", 'allow = ["[::1]:443"]'),
        ("http://no-such-host.invalid/", "allow = []"),
    ],
)
def test_the_line_names_the_url_and_the_port_only(url: str, line: str) -> None:
    assert allow_line(url, ()) == line
