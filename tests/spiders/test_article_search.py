"""The search for the article finds what trafilatura's fast mode does, to the last element."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
from lxml import etree, html
from trafilatura import bare_extraction, external, xpaths
from trafilatura.settings import Document, Extractor

from spiders.extraction.article_search.search import find_article
from spiders.extraction.body.stop_words import stop_words

FAST = Extractor(output_format="txt", fast=True, comments=False)
EXPRESSIONS = (
    *xpaths.BODY_XPATH,
    *xpaths.OVERALL_DISCARD_XPATH,
    *xpaths.TEASER_DISCARD_XPATH,
    *xpaths.DISCARD_IMAGE_ELEMENTS,
    *xpaths.RAW_TREE_PRUNE_XPATH,
    *xpaths.REMOVE_COMMENTS_AND_LISTS_XPATH,
)
"""What trafilatura looks for, as the installed version says it."""

SENTENCE = "The harbour master counted the boats again, and {} of them were missing since the storm. "
BOXES = (
    "div",
    "section",
    "article",
    "main",
    "aside",
    "details",
    "ul",
    "ol",
    "table",
    "blockquote",
    "form",
    "figure",
)
INLINE = ("span", "b", "em", "a", "q", "sub", "code", "del")


def words_looked_for() -> list[str]:
    """What the patterns of the installed trafilatura match, as class or id."""
    words: set[str] = set()
    for expression in EXPRESSIONS:
        for literal in re.findall(r"'([^']*)'", expression.path):
            for part in re.split(r"\||\(\?:|\(|\)|\[[^]]*\]", re.sub(r"\(\?!\w+\)|\?", "", literal)):
                words.add(part.replace("^", ""))
    return sorted(word for word in words if len(word) > 1)


WORDS = words_looked_for()


def attributes(chance: random.Random) -> str:
    """None mostly, else class, id, style or others, in any order."""
    found = []
    word = chance.choice(WORDS)
    near = chance.choice((word, word, f"x{word}", f"x {word} y", word.title(), word.upper(), f"{word}ary"))
    for name in chance.sample(("class", "id", "style", "role", "itemprop", "data-component"), 3):
        if chance.random() < 0.12:
            found.append(f'{name}="{near}"')
    if chance.random() < 0.02:
        found.append(
            chance.choice(('aria-hidden="true"', 'style="display:none"', "data-lp-replacement-content"))
        )
    return " ".join(["", *found])


def text(chance: random.Random) -> str:
    return SENTENCE.format(chance.randint(2, 10**6)) * chance.choice((0, 1, 1, 2, 5)) + chance.choice(
        ("", "Or not")
    )


def inline(chance: random.Random) -> str:
    parts = [text(chance)]
    for _ in range(chance.choice((0, 0, 1, 2))):
        tag = chance.choice(INLINE)
        parts.append(
            f"<{tag}{attributes(chance)}>{chance.choice(('boats', text(chance)))}</{tag}>{text(chance)}"
        )
    return chance.choice(("", "", "<br>", "<!-- seen -->")).join(parts)


def markup(chance: random.Random, depth: int) -> Iterator[str]:
    for _ in range(chance.randint(1, 6)):
        if depth and chance.random() < 0.45:
            tag = chance.choice(BOXES)
            inner = "".join(markup(chance, depth - 1))
            inner = {
                "ul": f"<li{attributes(chance)}>{inner}</li><li>{inline(chance)}</li>",
                "ol": f"<li>{inner}</li>",
                "table": f"<tr><td>{inner}</td><th>{inline(chance)}</th></tr>",
            }.get(tag, inner)
            yield f"<{tag}{attributes(chance)}>{inner}</{tag}>{chance.choice(('', text(chance)))}"
        else:
            tag = chance.choice(
                ("p", "p", "p", "h1", "h2", "h3", "pre", "div", "hr", "figure", "aside", "math")
            )
            yield f"<{tag}{attributes(chance)}>{inline(chance)}</{tag}>"


def by_trafilatura(tree: html.HtmlElement) -> bytes | None:
    found = bare_extraction(tree, options=FAST)
    return etree.tostring(found.body) if isinstance(found, Document) else None


def by_ours(tree: html.HtmlElement) -> bytes | None:
    found = find_article(tree)
    return None if found is None else etree.tostring(found)


def assert_same(page: str) -> None:
    tree = html.fromstring(page)
    assert by_ours(tree) == by_trafilatura(tree), page


@pytest.mark.parametrize("seed", range(8))
def test_pages_of_any_structure_and_naming(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(20):
        assert_same(f"<html><body>{''.join(markup(chance, 4))}</body></html>")


@pytest.mark.parametrize("attribute", ["class", "id"])
@pytest.mark.parametrize("tag", ["div", "span", "ul", "aside"])
def test_each_word_that_the_installed_version_looks_for(tag: str, attribute: str) -> None:
    """A new version that has other words fails here."""
    story = "".join(f"<p>{SENTENCE.format(n) * 2}</p>" for n in range(12))
    boxes = "".join(
        f'<{tag} {attribute}="{word}"><p>{word}: {SENTENCE.format(word)}</p></{tag}>' for word in WORDS
    )
    tree = html.fromstring(f"<html><body><article><h1>Boats</h1>{boxes}{story * 9}</article></body></html>")
    assert by_ours(tree) == by_trafilatura(tree)


def test_the_tree_stays_as_it_was() -> None:
    page = (
        f"<html><body><div class=comments>No</div><article>{f'<p>{SENTENCE}</p>' * 9}</article></body></html>"
    )
    tree = html.fromstring(page)
    before = html.tostring(tree)
    find_article(tree)
    assert html.tostring(tree) == before


PARAGRAPHS = (
    "The council has said that it will not be able to pay for the work, and that it is for others to do so.",
    "Der Rat hat gesagt, dass er die Arbeit nicht bezahlen kann und dass es die Sache von anderen ist.",
    "Le conseil a dit qu'il ne pourra pas payer le travail et que c'est aux autres de le faire pour eux.",
    "Совет сказал, что он не сможет оплатить эту работу и что это должны сделать за него другие люди.",
    "Harbour boats storm master report figures table numbers Monday Tuesday Wednesday Thursday Friday.",
)


def test_the_slow_mode_finds_the_same_by_hashes_of_stop_words(monkeypatch: pytest.MonkeyPatch) -> None:
    page = "".join(f"<p>{line}</p><div>{line} {line}</div>" for line in PARAGRAPHS)
    tree = html.document_fromstring(f"<html><body>{page}</body></html>")
    ours = external.try_justext(tree, None, None)
    theirs: Any = external
    every = {word for language in theirs.get_stoplists() for word in theirs.get_stoplist(language)}
    monkeypatch.setattr(external, "JT_STOPLIST", tuple(every))
    assert etree.tostring(ours) == etree.tostring(external.try_justext(tree, None, None))
    assert 0 < len(ours) < 2 * len(PARAGRAPHS)
    assert all(word in stop_words() for word in every) and "harbourmaster" not in stop_words()
