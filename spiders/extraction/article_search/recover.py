"""Text that stands in no frame: paragraphs, quotes, code and tables of the whole page.

As trafilatura 2.3.1 finds them where the frames hold too little (`recover_wild_text` of `main_extractor.py`,
Apache 2.0).
"""

from __future__ import annotations

from collections.abc import Set
from typing import cast

from lxml import etree, html
from trafilatura.main_extractor import handle_textelem
from trafilatura.settings import DEDUPE_SCAN_CAP, MIN_DUPLICATE_LENGTH, Extractor
from trafilatura.utils import text_chars_test

from spiders.extraction.article_search.boilerplate import drop_boilerplate
from spiders.extraction.article_search.texts import single_spaced

_TEXTS = ".//code|.//p|.//quote|.//table|.//div[contains(@class, 'w3-code')]"
_IN_TEXTS = {"balanced": etree.XPath(_TEXTS), "recall": etree.XPath(f"{_TEXTS}|.//div|.//lb|.//list")}


def recover(
    body: etree._Element,
    page: html.HtmlElement,
    taken: Set[html.HtmlElement],
    tags: set[str],
    options: Extractor,
) -> None:
    """Append the texts of a page that the body lacks; `taken`: elements that it has. Moves its elements."""
    drop_boilerplate(page, with_teasers=False)
    tags = tags | {"div", "lb"} if options.focus == "recall" else tags
    known = _Known([single_spaced(element) for element in body])
    whole: set[html.HtmlElement] = set()
    for element in cast("list[html.HtmlElement]", _IN_TEXTS[options.focus](page)):
        if element in taken or not whole.isdisjoint(element.iterancestors()):
            continue
        found = handle_textelem(element, tags, options)
        if found is None:
            continue
        if found is element:
            whole.add(element)
        if known.adds(single_spaced(found), found.tail):
            body.append(found)


class _Known:
    """Texts that were found before."""

    def __init__(self, texts: list[str]):
        self._texts = set(texts)
        self._joined = "\n".join(filter(None, texts))

    def adds(self, text: str, tail: str | None) -> bool:
        """Whether a text is new; it is known from then on. With a tail it is a fragment of a longer one."""
        fragment = " ".join(f"{text}{tail}".split()) if tail and text_chars_test(tail) else ""
        is_open = len(self._joined) <= DEDUPE_SCAN_CAP
        if text and (text in self._texts or (is_open and self._holds(text, fragment))):
            return False
        self._texts.add(text)
        if is_open:
            self._joined += "\n" + (fragment or text)
        return True

    def _holds(self, text: str, fragment: str) -> bool:
        if len(text) > MIN_DUPLICATE_LENGTH and text in self._joined:
            return True
        return bool(fragment) and fragment in self._joined
