"""Articles in parts, joined: the first part's page carries the text of all, in their order. Pure.

Theory. Which part a page holds is told by its links (`spiders/extraction/metadata/parts.py`). The parts of
one article share its headline; two stories at `/storm` and `/storm-2` do not. So pages are joined where all
parts that any of them names are there, under numbers without a gap, and each has the headline of the first.
What ends every part (a box about the author) is kept at the end, what begins every part at the beginning. A
part whose text repeats that of the parts before it adds nothing: sites give the same page for any number, and
number the first part, too. Where a part cannot be had, the first lands as it is, with its flag. The other
parts' pages are further forms of the article (`flows/stages/revise.py`).

A page of the batch is joined with the newest kept page of each part that the batch lacks: the site had said
that those are unchanged. Where only a further part has changed, its page stands for the article's.

Known exceptions: parts with headlines of their own stay apart, flagged. A mistake puts another page's text
behind an article's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import takewhile

from flows.draft import Draft
from spiders.extraction.metadata.flags import ONE_OF_PARTS, SHORT
from spiders.extraction.model import ExtractedBlock, Extraction, story_blocks
from spiders.extraction.walls.facts import is_short
from spiders.identity.parts import number_after, page_key

_PAGE = r"page|p\.|part|seite|teil|p[aá]gina|parte|partie|sida|side|strona|stránka|страница|часть|第"
_OF = r"/|of|von|de|di|sur|av|z|из"
_NUMBER_OF_PAGE = re.compile(
    rf"[\s\-–—|:,·]*(\(?(?:{_PAGE})\s*\d{{1,2}}(\s*(?:{_OF})\s*\d{{1,2}})?\s*[页頁]?\)?"
    rf"|\(?\d{{1,2}}\s*(?:{_OF})\s*\d{{1,2}}\)?|\(\d{{1,2}}\))\s*$",
    re.IGNORECASE,
)
_ROW_OF_PAGES = re.compile(
    rf"\W*(?:(?:{_PAGE})s?\W*)?\d{{1,2}}(?:\W*(?:{_OF})?\W*\d{{1,2}})*\W*"
    r"|\W*(?:continue[ds]? (?:on|to) )?(?:the )?(?:next|previous) page\W*",
    re.IGNORECASE,
)

Blocks = tuple[ExtractedBlock, ...]
Kept = Callable[[Collection[str]], Sequence[Draft]]
"""The newest kept pages at some URLs, as drafts; those that hold no article left out."""


@dataclass(frozen=True)
class _Parts:
    """The pages of one article by the number of their part, 0 the first; `is_whole`: none is missing."""

    by_number: Mapping[int, Draft]
    is_whole: bool


def join_parts(drafts: Sequence[Draft], kept: Kept) -> list[Draft]:
    """The drafts in their order, those that are parts of an article joined where all parts can be had."""
    changed: dict[int, Draft] = {}
    articles = _of_articles(drafts)
    found = _gathered({first: [drafts[at] for at in indexes] for first, indexes in articles.items()}, kept)
    for first, indexes in articles.items():
        if parts := _parts(first, found[first]):
            changed |= _settled(first, {index: drafts[index] for index in indexes}, parts)
    return [changed.get(index, draft) for index, draft in enumerate(drafts)]


def _of_articles(drafts: Sequence[Draft]) -> dict[str, list[int]]:
    """The indexes of pages that are parts of one article, by the URL of its first."""
    parts = [part for draft in drafts if (part := draft.extraction.part)]
    parts.sort(key=lambda part: part.number, reverse=True)  # the first part knows best how its URL is spelled
    firsts = {page_key(part.first): part.first for part in parts}
    firsts |= {page_key(url): firsts[page_key(part.first)] for part in parts for _, url in part.others}
    found: dict[str, list[int]] = defaultdict(list)
    for index, draft in enumerate(drafts) if parts else ():
        part = draft.extraction.part
        first = firsts.get(page_key(part.first if part else draft.url))
        if first:
            found[first].append(index)
    return found


def _gathered(articles: Mapping[str, Sequence[Draft]], kept: Kept) -> dict[str, dict[int, Draft]]:
    """By the URL of an article's first part: the newest page of every part that can be had, by number."""
    found = {first: _numbered(first, pages) for first, pages in articles.items()}
    asked: set[str] = set()
    while urls := {url for first, pages in found.items() for url in _missing(first, pages)} - asked:
        asked |= urls
        more = kept(urls)
        found = {first: {**_numbered(first, more), **pages} for first, pages in found.items()}
    return found


def _parts(first: str, found: Mapping[int, Draft]) -> _Parts | None:
    """The parts that have the headline of the first; None without the first."""
    if 0 not in found:
        return None
    alike = {number: page for number, page in found.items() if _has_headline(page, found[0])}
    numbers = sorted(alike.keys() - {0})
    is_gapless = bool(numbers) and numbers == list(range(numbers[0], numbers[-1] + 1)) and numbers[0] <= 2
    return _Parts(alike, is_gapless and len(alike) == len(found) and not _missing(first, found))


def _missing(first: str, found: Mapping[int, Draft]) -> list[str]:
    """The URLs of parts that some name and none is; a first part's, with a slash at its end and without."""
    urls = [url for number, url in _named(first, found).items() if number not in found]
    plain = first.rstrip("/")
    return [*urls, plain, f"{plain}/"] if 0 not in found else urls


def _named(first: str, found: Mapping[int, Draft]) -> dict[int, str]:
    """The numbers and URLs of all parts that some of them name."""
    named = {0: first}
    for page in found.values():
        named |= dict(page.extraction.part.others) if page.extraction.part else {}
    return named


def _numbered(first: str, pages: Iterable[Draft]) -> dict[int, Draft]:
    """The newest page of each part."""
    pages = sorted(pages, key=lambda page: page.fetched_at)
    return {_number(first, page): page for page in pages if _is_of(first, page)}


def _is_of(first: str, page: Draft) -> bool:
    return page_key(page.url) == page_key(first) or number_after(first, page.url) is not None


def _number(first: str, page: Draft) -> int:
    return number_after(first, page.url) or 0


def _has_headline(page: Draft, first: Draft) -> bool:
    """Whether a page has the headline of the first part, the number of its own left out."""
    headline = _headline(first)
    return bool(headline) and _headline(page) == headline


def _headline(page: Draft) -> str:
    plain = _NUMBER_OF_PAGE.sub("", page.extraction.title or "").casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def _settled(first: str, pages: Mapping[int, Draft], parts: _Parts) -> dict[int, Draft]:
    """The pages of a batch, by index: those of the first part joined, the others as forms of the article."""
    main = parts.by_number[0]
    settled = {
        index: replace(page, identity=replace(main.identity, own_url=page.identity.own_url))
        for index, page in pages.items()
        if _number(first, page) and _has_headline(page, main)
    }
    if not parts.is_whole:
        return settled
    firsts = {index: page for index, page in pages.items() if not _number(first, page)}
    if not firsts and settled:
        newest = max(settled, key=lambda index: pages[index].fetched_at)
        firsts = {newest: _fetched_as(main, pages[newest])}
    return settled | {index: _joined(page, parts) for index, page in firsts.items()}


def _fetched_as(first: Draft, page: Draft) -> Draft:
    """The first part's draft, carried by the page of another part."""
    extraction = first.extraction.with_columns(page_id=page.page_id, fetched_at=page.fetched_at)
    return replace(first, page_id=page.page_id, fetched_at=page.fetched_at, extraction=extraction)


def _joined(first: Draft, parts: _Parts) -> Draft:
    """The first part's draft with the text of all."""
    others = [page.extraction.blocks for number, page in sorted(parts.by_number.items()) if number]
    blocks = joined_blocks([first.extraction.blocks, *others])
    known = {field.name: getattr(first.extraction, field.name) for field in fields(Extraction)}
    extraction = Extraction(**known | {"blocks": blocks})  # what was prepared of its own blocks is left out
    kept = [flag for flag in extraction.columns["flags"] if flag not in (ONE_OF_PARTS, SHORT)]
    flags = (*kept, SHORT) if is_short(story_blocks(blocks)) else tuple(kept)
    return replace(first, extraction=extraction.with_columns(flags=flags))


def joined_blocks(parts: Sequence[Blocks]) -> Blocks:
    """The blocks of all parts in their order, what parts repeat once: at the end what ends them."""
    joined: list[ExtractedBlock] = []
    seen: set[str] = set()
    for blocks, following in zip(parts, (*parts[1:], ()), strict=True):
        own = [block for block in _without_common_end(blocks, following) if block.text not in seen]
        joined += (block for block in own if not _ROW_OF_PAGES.fullmatch(block.text))
        seen.update(block.text for block in own)
    return tuple(joined)


def _without_common_end(blocks: Blocks, following: Blocks) -> Blocks:
    pairs = zip(reversed(blocks), reversed(following), strict=False)
    same = sum(1 for _ in takewhile(lambda pair: pair[0].text == pair[1].text, pairs))
    return blocks[: len(blocks) - same]
