"""The headline of an article, without the site's suffix.

Theory. A page gives its title up to five times: JSON-LD, `og:title`, `twitter:title`, the first heading and
`<title>`. Observed on 127 pages of many publishers: where these differ, each of the first four is the
editors' own on some site. Which one shows in their agreement:

- `<title>` is written for search engines and carries the site's name. Where JSON-LD and heading agree, and
  `<title>` is theirs with the site's name hung on, an `og:title` in other words was written by hand and is
  the title (13 of 15 pages, most often it lacks a topic put in front). Where `<title>` is exactly theirs, or
  sides with `og:title`, or stands alone, the headline of JSON-LD and heading is the title (6 of 9).
- Otherwise `og:title` is.

A suffix is what follows another form of the title, unless JSON-LD has it as part of its headline, or the
last parts, from the first one that names the site. Where two forms differ in quotation marks only,
JSON-LD has the typographic ones. Exceptions: systems that keep the print headline in JSON-LD alone. A
mistake costs a longer or another title of the same article.
"""

from __future__ import annotations

import html as entities
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import html

from spiders.extraction.structured import Structured, first_text

MAX_CHARS = 1_000
MIN_WORDS = 2
"""Words of a form that may be taken for the title of a longer one."""

MAX_SHARE = 3
"""A part of a title names the site where the site's name is at least the n-th part of its letters."""
MIN_NAME_CHARS = 3

_SEPARATOR = re.compile(r"\s*(?:[|·•»—–：]|\s[-*]|::)\s+")
_BAR = re.compile(r"\s*[|｜ㅣ：]\s*|\s*[·•»—–]\s+|\s+[-*]\s+|\s*::\s*")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w+")
_HEADLINE_META = ("headline", "parsely-title", "sailthru.title")
"""Where systems without JSON-LD state the headline."""
_QUOTES = re.compile(r"[\"'`´‘’‚‛“”„‟«»‹›]+")


@dataclass(frozen=True)
class Titles:
    """The forms of a title that a page gives, tidied; empty where it does not give one."""

    jsonld: str
    """The headline of JSON-LD, or of a meta element where there is none."""
    og: str
    twitter: str
    heading: str
    page: str

    def chosen(self, site_names: frozenset[str]) -> str | None:
        """The best form; `site_names` are squeezed and casefolded."""
        if self._is_headline():
            return self.jsonld
        first = self.og or self.jsonld or self.heading or self.page
        title = self._without_suffix(first, site_names)
        return (self.jsonld if _differ_in_quotes(title, self.jsonld) else title) or None

    def _is_headline(self) -> bool:
        """Whether JSON-LD and heading agree on a headline of which `<title>` is no longer form."""
        agreed = _words(self.jsonld) == _words(self.heading) != []
        return agreed and not _begins(self.page, self.jsonld)

    def all(self) -> tuple[str, ...]:
        """Every form, and the page's title without what follows its first separator."""
        forms = (self.jsonld, self.og, self.twitter, self.heading, self.page, _SEPARATOR.split(self.page)[0])
        return tuple(form for form in forms if form)

    def _without_suffix(self, title: str, site_names: frozenset[str]) -> str:
        forms = (self.jsonld, self.heading, self.twitter)
        known = (form for form in forms if _begins(title, form) and _words(self.jsonld) != _words(title))
        return next(known, None) or _without_site(title, site_names)


def titles_of(tree: html.HtmlElement, stated: Structured) -> Titles:
    heading = next((heading for heading in tree.iter("h1") if heading.text_content().strip()), None)
    forms = (
        first_text(stated.article.get("headline")) or stated.first_meta(*_HEADLINE_META),
        stated.first_meta("og:title"),
        stated.first_meta("twitter:title"),
        None if heading is None else heading.text_content(),
        tree.findtext(".//title"),
    )
    return Titles(*(tidy(form)[:MAX_CHARS] for form in forms))


def site_names(stated: Structured, url: str) -> frozenset[str]:
    """What the site calls itself, and the first label of its host, squeezed and casefolded."""
    host = (urlsplit(url).hostname or "").removeprefix("www.").split(".")[0]
    names = (stated.first_meta("og:site_name"), first_text(stated.article.get("publisher")), host)
    return frozenset(
        squeezed for name in names if (squeezed := "".join(_WORD.findall(tidy(name).casefold())))
    )


def tidy(text: str | None) -> str:
    """Text with entities resolved (some systems escape twice) and white space made single."""
    return _SPACE.sub(" ", entities.unescape(entities.unescape(text or ""))).strip()


def _without_site(title: str, site_names: frozenset[str]) -> str:
    """A title up to the first part behind it that names the site."""
    bars = [found.span() for found in _BAR.finditer(title)]
    ends = [start for start, _ in bars[1:]] + [len(title)]
    named = (
        start
        for (start, begin), end in zip(bars, ends, strict=False)
        if start and _names_site(title[begin:end], site_names)
    )
    return title[: next(named, len(title))]


def _names_site(part: str, names: frozenset[str]) -> bool:
    squeezed = "".join(_words(part))
    short, long = MIN_NAME_CHARS, len(squeezed)
    return squeezed in names or any(
        (name in squeezed and len(name) * MAX_SHARE >= long >= short) or (squeezed in name and long >= short)
        for name in names
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _begins(title: str, form: str) -> bool:
    """Whether a title is another form of itself and then a suffix; quotation marks may differ."""
    words, shorter = _words(title), _words(form)
    return len(words) > len(shorter) >= MIN_WORDS and words[: len(shorter)] == shorter


def _differ_in_quotes(one: str, other: str) -> bool:
    return _QUOTES.sub("'", one) == _QUOTES.sub("'", other)
