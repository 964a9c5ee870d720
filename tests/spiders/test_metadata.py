"""Section, tags, image, language and licence that a page states."""

from __future__ import annotations

import json
from typing import Any

import pytest
from landed_pages import article_html, landed_page
from lxml import html

from spiders.extraction.markup.parse import parse
from spiders.extraction.markup.structured import Structured, read_structured
from spiders.extraction.metadata.descriptive import image_of, section_of, tags_of
from spiders.extraction.metadata.language import language_of, languages_of, region_of
from spiders.extraction.metadata.licence import licence_of
from spiders.extraction.model import Refusal

URL = "https://gazette.example/politics/whale"
CC = "https://creativecommons.org/licenses/by/4.0/"
ENGLISH = "The whale has come into the harbour and nobody knows how it could be made to leave again. " * 3
ZULU = "Kuthiwa umkhomo ungene ethekwini futhi akekho owaziyo ukuthi uzophuma kanjani lapho. " * 3
NORWEGIAN = "Hvalen har kommet inn i havnen, og ingen vet hvordan den skal komme seg ut igjen derfra. " * 3
CHINESE = "鲸鱼游进了港口，没有人知道它怎样才能再游出去，港务局正在讨论下一步的措施。" * 2
TAIWANESE = "鯨魚游進了港口，沒有人知道牠怎樣才能再游出去，港務局正在討論下一步的措施。" * 2
ARABIC = "دخل الحوت إلى الميناء ولا أحد يعرف كيف يمكنه الخروج منه مرة أخرى، والسلطات تدرس الأمر. " * 2


def page(head: str = "", body: str = "", **article: Any) -> tuple[html.HtmlElement, Structured]:
    script = json.dumps({"@type": "NewsArticle", **article})
    head = f'<script type="application/ld+json">{script}</script>{head}'
    tree = parse(article_html(head=head).replace("</main>", f"</main>{body}").encode(), None)
    assert not isinstance(tree, Refusal)
    return tree, read_structured(tree)


def licence(head: str = "", body: str = "", **article: Any) -> str | None:
    tree, stated = page(head, body, **article)
    return licence_of(landed_page(html.tostring(tree), url=URL), tree, stated)


def crumbs(*trail: tuple[str, str]) -> str:
    items = [{"@type": "ListItem", "name": name, "item": {"@id": url}} for name, url in trail]
    stated = {"@type": "BreadcrumbList", "itemListElement": items}
    return f'<script type="application/ld+json">{json.dumps(stated)}</script>'


@pytest.mark.parametrize(
    ("head", "article"),
    [
        ("", {"articleSection": ["Politics", "Harbour"]}),
        ("<meta property=article:section content=Politics>", {}),
        ("<meta property=og:article:section content=Politics>", {}),
        ("<meta name=parsely-section content=Politics>", {}),
        (crumbs(("Home", "/"), ("Politics", "/politics"), ("Whale leaves the harbour again", URL)), {}),
    ],
)
def test_the_section_is_found_in_many_places(head: str, article: dict[str, Any]) -> None:
    assert section_of(page(head, **article)[1]) == "Politics"


def test_a_breadcrumb_without_sections_names_none() -> None:
    trail = crumbs(("Home", "https://gazette.example/"), ("Whale leaves the harbour again", URL))
    assert section_of(page(trail)[1]) is None


@pytest.mark.parametrize(
    ("head", "article"),
    [
        ("", {"keywords": "whale, harbour;whale"}),
        ("", {"keywords": ["whale", {"@type": "DefinedTerm", "name": "harbour"}, 3]}),
        ("<meta property=article:tag content=whale><meta property=article:tag content=harbour>", {}),
        ("<meta name=keywords content='whale، harbour'>", {}),
        ("<meta name=keywords content='whale, ,harbour'>", {"keywords": [""]}),
    ],
)
def test_tags_are_a_list_however_they_are_written(head: str, article: dict[str, Any]) -> None:
    assert tags_of(page(head, **article)[1]) == ("whale", "harbour")


def test_tags_are_bounded() -> None:
    assert len(tags_of(page(keywords=[f"tag {n}" for n in range(1_000)])[1])) == 50
    assert tags_of(page(keywords=["x" * 1_000])[1]) == ()


@pytest.mark.parametrize(
    ("head", "article"),
    [
        ("<meta property=og:image content=/whale.jpg>", {"image": "other.jpg"}),
        ("<meta property=og:image content='data:image/png;base64,AA'>", {"image": {"url": "/whale.jpg"}}),
        ("", {"image": [{"@type": "ImageObject", "contentUrl": "/whale.jpg"}, "b.jpg"]}),
        ("<link rel=image_src href=/whale.jpg>", {"image": [[3]]}),
    ],
)
def test_the_image_is_a_url_of_the_web(head: str, article: dict[str, Any]) -> None:
    assert image_of(page(head, **article)[1], URL) == "https://gazette.example/whale.jpg"


@pytest.mark.parametrize("url", ["http://[", "javascript:alert(1)", "data:,x", "h" * 3_000])
def test_an_image_without_a_usable_url_is_none(url: str) -> None:
    assert image_of(page(image=url)[1], "https://gazette.example/") is None or len(url) > 2_000
    assert image_of(page(image=f"https://a.example/{'x' * 3_000}")[1], URL) is None


@pytest.mark.parametrize(
    ("text", "stated", "language"),
    [
        (ENGLISH, ("de",), "en"),
        (ENGLISH, ("en_gb",), "en"),
        (ZULU, ("en-ZA",), "zu"),
        (NORWEGIAN, ("nb-NO",), "nb"),
        (NORWEGIAN, (None, "no"), "no"),
        (CHINESE, ("en",), "zh"),
        (TAIWANESE, ("zh-hant-tw",), "zh"),
        (ARABIC, ("en",), "ar"),
        ("Short.", (None, "not a tag!", "pt-br"), "pt"),
        ("Short.", (), None),
    ],
)
def test_the_text_decides_before_the_statement(
    text: str, stated: tuple[str | None, ...], language: str | None
) -> None:
    assert language_of(text, stated) == language


@pytest.mark.parametrize(
    ("language", "stated", "region"),
    [
        ("en", ("en", "en_gb"), "GB"),
        ("zh", ("en-US", "zh-hant-tw"), "TW"),
        ("es", ("es-419",), "419"),
        ("zu", ("en-ZA",), None),
        ("de", (None, "de"), None),
        (None, ("de-AT",), None),
    ],
)
def test_a_region_is_kept_where_it_is_stated_for_the_language(
    language: str | None, stated: tuple[str | None, ...], region: str | None
) -> None:
    assert region_of(language, stated) == region


def test_a_page_states_its_language_in_three_places() -> None:
    tree, stated = page("<meta property=og:locale content=fr_CH>", inLanguage={"name": "de"})
    assert languages_of(tree, stated) == ("en", "de", "fr_CH")


@pytest.mark.parametrize(
    ("head", "body", "article"),
    [
        ("", "", {"license": CC}),
        ("", "", {"license": [{"@type": "CreativeWork", "name": "CC BY", "url": CC}]}),
        (f"<link rel=license href={CC}>", "", {}),
        (f"<meta name=dcterms.license content={CC}>", "", {}),
        (f"<meta name=DC.rights content={CC}>", "", {}),
        ("", f"<footer><a href={CC}>CC BY</a></footer>", {}),
        ("", f"<p>All texts of this site stand under <a href={CC}>CC BY</a></p>", {}),
        ("", f"<div><a rel=license href={CC}>CC</a></div><p><a rel=license href={CC}>by</a></p>", {}),
    ],
)
def test_a_licence_is_found_where_it_is_stated_for_the_text(
    head: str, body: str, article: dict[str, Any]
) -> None:
    assert licence(head, body, **article) == CC


@pytest.mark.parametrize(
    "body",
    [
        f"<figure><a rel=license href={CC}>CC BY</a></figure>",
        f"<p class=photo-credit>Content: <a href={CC}>CC BY</a></p>",
        f"<p>Ada Okafor / <a href={CC}>CC BY</a></p>",
        f"<footer><a href={CC}>a</a> <a href=https://creativecommons.org/publicdomain/zero/1.0/>b</a></footer>",
    ],
)
def test_a_licence_of_a_picture_or_one_of_several_is_not_the_texts(body: str) -> None:
    assert licence("<meta name=dc.rights content='2026 Gazette'>", body) is None


def test_a_licence_may_be_a_name_or_a_relative_url() -> None:
    assert licence(license="CC BY-SA 4.0") == "CC BY-SA 4.0"
    assert licence(license="/terms") == "https://gazette.example/terms"
    assert len(licence(license="x " * 1_000) or "") <= 300
