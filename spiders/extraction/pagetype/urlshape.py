"""What the URL of a page tells of its type.

Theory. Publishing systems give lists URLs of their own: a word for the kind of list and one name below
it (`/tag/storm/`), a number of a page (`/page/2/`), a year or month with nothing behind it. Articles end in a
slug of several words, a number or a date with something behind it. Words for kinds of lists stand in
URLs of articles too (`/category/politics/minister-steps-down`), so only what follows them directly is a
list's name. Known exceptions: a site whose articles are named by one word looks like no list and no article;
`/archives/123` is an article on many sites and counts as neither. A mistake is one clue among several.
"""

from __future__ import annotations

import re
from enum import StrEnum
from urllib.parse import parse_qsl, unquote, urlsplit


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LIST_OF_NAME = _words(
    "tag tags topic topics category categories cat author authors label labels keyword keywords series search"
    " kategorie kategorien schlagwort autor autoren thema themen suche mot-cle etiqueta etiquetas categoria"
    " categorias etiquette etiquettes categorie auteur auteurs tema temas temi rubrik rubric rubrique seccion"
    " sections section profile contributor contributors by writer writers columnist columnists"
)
"""Words below which stands the name of a list."""
_LIST_ITSELF = _LIST_OF_NAME | _words(
    "archive archives archiv blog blogs news posts post articles article stories latest all feed feeds home"
    " sitemap index front actualites noticias nachrichten tags-cloud"
)
_STATIC = _words(
    "about about-us about-me aboutus contact contact-us contacts imprint impressum privacy privacy-policy"
    " terms terms-of-use terms-of-service terms-and-conditions legal disclaimer cookies cookie-policy"
    " accessibility advertise advertising subscribe newsletter newsletters faq help careers jobs team staff"
    " masthead ueber-uns uber-uns kontakt datenschutz datenschutzerklaerung agb mentions-legales a-propos"
    " nous-contacter aviso-legal quienes-somos contacto politica-de-privacidad sobre sobre-nos chi-siamo"
    " contatti over-ons om-oss o-nas sample-page links friends guestbook docs documentation"
)
_QUERY_LISTS = _words("page paged cat tag s search q author m category_name")
_YEAR = re.compile(r"(19|20)\d\d")
_DAY_OR_MONTH = re.compile(r"\d{1,2}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_WIDE = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_PAGES = _words("page pages seite pagina pag p strana sida side")
_EXTENSION = re.compile(r"\.(html?|php|aspx?|jsp|shtml)$")
_NUMBERED = re.compile(r"(?:index|page|blog|archives?)[-_]?(\d{1,4})?")

SLUG_WORDS = 3
FROM_FEED = ("feed", "news_sitemap")
"""Ways in which the site itself lists a page among its stories."""
DEEP_SLUG_WORDS = 4


class UrlShape(StrEnum):
    """What a URL looks like."""

    ROOT = "the URL of a front page"
    PART_OF_LIST = "the URL of a page or month of a list"
    LIST = "the URL of a list"
    ERROR = "the URL of an error page"
    STATIC = "the URL of a page about the site"
    BELOW_STATIC = "a URL below that of a page about the site"
    STORY = "the URL of a story"
    PLAIN = "a URL that tells nothing"


def url_shape(url: str) -> UrlShape:
    """The shape of a URL. Never raises for a normalised one."""
    parts = urlsplit(url)
    segments = [_plain(segment) for segment in unquote(parts.path).split("/") if segment]
    queried = {name for name, value in parse_qsl(parts.query) if value and not name.startswith("utm_")}
    if queried and queried <= _QUERY_LISTS and len(segments) < 2:
        return UrlShape.PART_OF_LIST
    if queried and (not segments or segments[-1] in _LIST_ITSELF):  # `/article.asp?id=7` is one of them
        return UrlShape.PLAIN
    return _of_segments(segments) if segments and segments != ["index"] else UrlShape.ROOT


def may_be_article(url: str, discovery: str) -> bool:
    """Whether a page that is not judged yet is an article's as far as its URL, and how it was found, tell."""
    shape = url_shape(url)
    return shape is UrlShape.STORY or (shape is UrlShape.PLAIN and discovery in FROM_FEED)


def _of_segments(segments: list[str]) -> UrlShape:
    last, before = segments[-1], segments[:-1]
    if _is_numbered_page(last, before) or _ends_in_date(segments):
        return UrlShape.PART_OF_LIST
    if last in ("404", "not-found", "error404"):
        return UrlShape.ERROR
    if last in _LIST_ITSELF or (last == "index" and before[-1] in _LIST_ITSELF):
        return UrlShape.LIST
    if before and before[-1] in _LIST_OF_NAME:
        return UrlShape.LIST
    if last in _STATIC and len(segments) <= 2:
        return UrlShape.STATIC
    if segments[0] in _STATIC and not _is_slug(last, DEEP_SLUG_WORDS):
        return UrlShape.BELOW_STATIC
    listed = any(segment in _LIST_OF_NAME for segment in before)
    if _is_slug(last, DEEP_SLUG_WORDS if listed else SLUG_WORDS) or _dated(before):
        return UrlShape.STORY
    return UrlShape.PLAIN


def _plain(segment: str) -> str:
    return _EXTENSION.sub("", segment.casefold())


def _is_numbered_page(last: str, before: list[str]) -> bool:
    if last.isdigit() and before and before[-1] in _PAGES:
        return True
    numbered = _NUMBERED.fullmatch(last)
    return bool(numbered and numbered[1]) and len(before) <= 1


def _ends_in_date(segments: list[str]) -> bool:
    """Whether the URL ends with a year, a month or a day, and no story behind it."""
    digits: list[str] = []
    for segment in reversed(segments):
        if _YEAR.fullmatch(segment):
            return all(map(_DAY_OR_MONTH.fullmatch, digits))
        if not _DAY_OR_MONTH.fullmatch(segment) or len(digits) == 2:
            return False
        digits.append(segment)
    return False


def _dated(before: list[str]) -> bool:
    return any(map(_YEAR.fullmatch, before)) and any(map(_DAY_OR_MONTH.fullmatch, before))


def _is_slug(segment: str, words: int) -> bool:
    return len(_WORD.findall(segment)) + len(_WIDE.findall(segment)) // 2 >= words
