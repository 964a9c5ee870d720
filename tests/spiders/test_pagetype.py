"""What kind of page stands at a URL: articles are told from everything that sites have beside them."""

from __future__ import annotations

import pytest
from invented_stories import story
from landed_pages import landed_page

from spiders.extraction.body.article_blocks import blocks_of_page
from spiders.extraction.markup.parse import parse
from spiders.extraction.markup.structured import read_structured
from spiders.extraction.model import ExtractionRules, Refusal, story_blocks
from spiders.extraction.pagetype.evidence import PageEvidence
from spiders.extraction.pagetype.judge import judge
from spiders.extraction.pagetype.types import Judgement
from spiders.extraction.pagetype.urlshape import UrlShape, url_shape
from spiders.extraction.titles.page_titles import titles_of

SITE = "https://herald.example"
SHORT = (
    "Mill Lane is closed between the bakery and the school until Tuesday evening because a water main "
    "is being replaced. Buses stop at the church instead of the market, and deliveries go through the yard."
)
HEADLINES = [f"Council votes for the tram to the hospital, part {number}" for number in range(9)]
A_STORYS_SIGNS = '<meta property="article:published_time" content="2026-11-03T10:00:00Z">'
SIDEBAR = "".join(f'<li><a href="/story-{number}/">{line}</a></li>' for number, line in enumerate(HEADLINES))


def judged(
    body: str, path: str = "/x", discovery: str = "sitemap", head: str = "", classes: str = ""
) -> Judgement:
    page = landed_page(
        f'<html><head>{head}</head><body class="{classes}">{body}</body></html>',
        f"{SITE}{path}",
        discovery=discovery,
    )
    tree = parse(page.body, page.content_type)
    assert not isinstance(tree, Refusal)
    stated = read_structured(tree)
    titles = titles_of(tree, stated)
    blocks = blocks_of_page(tree, stated, ExtractionRules(), titles.all())
    return judge(PageEvidence(page, tree, stated, titles, story_blocks(blocks)))


def entries(count: int, words: int = 30, tag: str = "h2") -> str:
    """Posts of a list: a headline that leads to the post, and so many of its words."""
    return "".join(
        f'<article><{tag}><a href="/2026/11/post-{number}/">{HEADLINES[number]}</a></{tag}>'
        f"<p>{' '.join(' '.join(story(f'post {number}')).split()[:words])}</p></article>"
        for number in range(count)
    )


def text(topic: str, paragraphs: int = 6) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in story(topic, paragraphs))


@pytest.mark.parametrize("discovery", ["sitemap", "archive", "feed"])
def test_a_short_story_is_an_article_whatever_stands_beside_it(discovery: str) -> None:
    body = (
        f"<main><article><h1>Road closed</h1><p>{SHORT}</p></article></main><aside><ul>{SIDEBAR}</ul></aside>"
    )
    found = judged(body, "/road-closed-until-tuesday/", discovery, "<title>Road closed | Herald</title>")
    assert found.type == "article"


@pytest.mark.parametrize("words", [15, 40, 100])
def test_a_list_is_none_whatever_excerpts_it_holds(words: int) -> None:
    assert judged(f"<h1>Storms</h1>{entries(6, words)}", "/tag/storms/").type == "listing"
    assert judged(f"<h1>Storms</h1>{entries(6, words)}", "/wherever").type == "listing"


def test_a_tag_with_one_whole_story_is_a_list_and_the_story_itself_is_none() -> None:
    whole = f'<h2><a href="/2026/11/storm-tears-roof-off/">Storm tears roof off</a></h2>{text("storm")}'
    tagged = judged(
        f"<main><h1>storm</h1>{whole}</main>", "/tag/storm/", head="<title>storm | Herald</title>"
    )
    assert tagged.type == "listing"
    path, title = "/2026/11/storm-tears-roof-off/", "<title>Storm tears roof off | Herald</title>"
    assert judged(f"<main>{whole}</main>", path, head=title).type == "article"


def test_a_story_with_cards_of_others_below_is_an_article() -> None:
    cards = f"<section>{entries(3, 15, 'h3')}</section>"
    body = f"<main><h1>Storm tears roof off</h1>{text('storm', 8)}{cards}</main>"
    assert judged(body, "/r837", head="<title>Storm tears roof off</title>").type == "article"


@pytest.mark.parametrize(
    ("classes", "expected"),
    [
        ("archive tag tag-storms", "listing"),
        ("author-template", "listing"),
        ("post-template-default single single-post", "article"),
        ("error404", "soft_404"),
        ("home blog", "front_page"),
        ("page-template-default page page-id-2", "article"),  # a page may be a story: one more sign is needed
    ],
)
def test_publishing_systems_say_what_a_page_is_in_its_classes(classes: str, expected: str) -> None:
    assert judged(f"<p>{SHORT}</p>", "/somewhere", classes=classes).type == expected


def test_a_page_about_the_site_is_none_but_one_that_the_feed_lists_and_dates() -> None:
    about = f"<h1>About us</h1><p>{SHORT}</p>"
    assert judged(about, "/about/").type == "static_page"
    dated = (
        '<meta property="article:published_time" content="2026-11-01">'
        '<meta property="og:type" content="article">'
        "<title>About us | Herald</title>"
    )
    assert judged(about, "/about/", "feed", dated).type == "article"


def test_documentation_that_states_web_pages_without_dates_is_none() -> None:
    head = (
        '<meta property="og:type" content="website">'
        '<script type="application/ld+json">{"@type": "WebPage", "headline": "Installation"}</script>'
    )
    assert (
        judged(f"<h1>Installation</h1><p>{SHORT}</p>", "/docs/installation/", head=head).type == "static_page"
    )


def test_pages_that_send_on_and_forms_are_none() -> None:
    refresh = '<meta http-equiv="refresh" content="0; url=https://herald.example/2026/11/the-story/">'
    assert judged("<p>Opening the story that you asked for.</p>", "/s/7", head=refresh).type == "stub"
    reload = '<meta http-equiv="refresh" content="300">'
    assert judged(f"<h1>Road closed</h1><p>{SHORT}</p>", "/road-closed-today", head=reload).type == "article"
    form = '<form class="post-password-form"><p>This content is protected.</p><input type="password"></form>'
    assert judged(form, "/a-protected-post-of-mine/").type == "form"


@pytest.mark.parametrize(
    ("path", "classes", "kind"),
    [
        ("/about/", "page-template page-about", "static_page"),
        ("/contact/", "page-template-default page page-id-2", "static_page"),
        ("/the-road-to-the-harbour/", "page-template page-the-road-to-the-harbour", "article"),
        ("/about/", "post-template tag-news", "article"),
    ],
)
def test_a_page_about_the_site_is_none_though_it_states_an_article_and_a_date(
    path: str, classes: str, kind: str
) -> None:
    stated = (
        f'<script type="application/ld+json">{{"@type": "Article", "headline": "{HEADLINES[0]}"}}</script>'
    )
    body = f"<main><article><h1>{HEADLINES[0]}</h1>{text('about', 3)}</article></main>"
    assert judged(body, path, "sitemap", A_STORYS_SIGNS + stated, classes).type == kind


WORDPRESS_FORM = (
    '<form class="post-password-form" method="post"><p>This content is password protected. To view it please '
    'enter your password below:</p><label>Password: <input type="password"></label></form>'
)
OTHER_FORM = (
    '<form id="protected-page" method="post"><h1>Protected page - enter password</h1><p>The page you are '
    'trying to view is protected.</p><input type="password" name="password"></form>'
)
"""As WordPress and Drupal's module Protected Pages write them."""


@pytest.mark.parametrize("form", [WORDPRESS_FORM, OTHER_FORM])
@pytest.mark.parametrize("discovery", ["sitemap", "feed"])
def test_a_form_for_a_password_is_no_article_whatever_feed_and_url_say_of_the_story(
    form: str, discovery: str
) -> None:
    body = f"<main><article><h1>Protected: the minutes of the club</h1>{form}</article></main>"
    path = "/2026/11/03/the-minutes-of-the-club/"
    judgement = judged(body, path, discovery, A_STORYS_SIGNS, "single single-post postid-7")
    assert judgement.type == "form"


def test_a_login_beside_a_short_story_does_not_hide_it() -> None:
    login = '<form><input type="email"><input type="password"></form>'
    body = f"<header>{login}</header><main><h1>Road closed</h1><p>{SHORT}</p></main><div>{login}</div>"
    assert judged(body, "/2026/11/03/road-closed/", "feed").type == "article"


def test_a_page_that_sends_on_is_none_though_a_feed_lists_it() -> None:
    refresh = '<meta http-equiv="refresh" content="0; url=https://herald.example/new/the-story/">'
    body = "<main><article><h1>The harbour story</h1><p>This story has moved.</p></article></main>"
    judgement = judged(body, "/2026/11/the-story/", "feed", refresh + A_STORYS_SIGNS, "single-post")
    assert judgement.type == "stub"


def test_a_list_that_goes_on_at_its_own_url_is_told_by_it() -> None:
    body = f'<h1>Storms</h1><p>{SHORT}</p><a href="/storms/page/2/">Older</a><ul>{SIDEBAR}</ul>'
    found = judged(body, "/storms/")
    assert any("continues at" in clue.seen for clue in found.clues)


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/", UrlShape.ROOT),
        ("/index.html", UrlShape.ROOT),
        ("/tag/storm/", UrlShape.LIST),
        ("/author/jane-b-doe", UrlShape.LIST),
        ("/blog/", UrlShape.LIST),
        ("/2026/11/", UrlShape.PART_OF_LIST),
        ("/2026/11/03/", UrlShape.PART_OF_LIST),
        ("/blog/page/2/", UrlShape.PART_OF_LIST),
        ("/?cat=7", UrlShape.PART_OF_LIST),
        ("/index2.html", UrlShape.PART_OF_LIST),
        ("/2026/11/03/rain/", UrlShape.STORY),
        ("/category/politics/minister-steps-down-again", UrlShape.STORY),
        ("/%E5%8F%B0%E9%A3%8E%E6%8E%80%E7%BF%BB%E6%BA%9C%E5%86%B0%E5%9C%BA", UrlShape.STORY),
        ("/article.asp?id=77456", UrlShape.PLAIN),
        ("/archives/123", UrlShape.PLAIN),
        ("/?p=34518", UrlShape.PLAIN),
        ("/about/", UrlShape.STATIC),
    ],
)
def test_the_shape_of_a_url(path: str, shape: UrlShape) -> None:
    assert url_shape(f"{SITE}{path}") is shape


def test_a_judgement_names_what_it_rests_on() -> None:
    found = judged(f"<h1>Storms</h1>{entries(6)}", "/tag/storms/")
    assert "the URL of a list" in found.detail and "6 headlines that lead elsewhere" in found.detail


def test_a_story_in_hard_wrapped_lines_is_counted_as_its_own() -> None:
    lines = "\n".join(" ".join(story("pre", 1)[0].split()[:9]) for _ in range(12))
    body = f"<ul>{SIDEBAR}</ul><h1>Road closed</h1><div><pre>{lines}</pre></div>"
    assert judged(body, "/x7", "archive", "<title>Road closed</title>").type == "article"
