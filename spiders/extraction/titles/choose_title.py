"""The headline of an article, without the site's suffix.

Theory. A page gives its title up to five times: JSON-LD, `og:title`, `twitter:title`, its heading and
`<title>`; the feed that led to it gives it once more. Observed on 127 pages of many publishers: where these
differ, each of the first four is the editors' own on some site. Which one shows in their agreement:

- `<title>` is written for search engines and carries the site's name. Where JSON-LD and heading agree, and
  `<title>` is theirs with the site's name hung on, an `og:title` in other words was written by hand and is
  the title (13 of 15 pages, most often it lacks a topic put in front). Where `<title>` is exactly theirs, or
  sides with `og:title`, or stands alone, the headline of JSON-LD and heading is the title (6 of 9).
- Otherwise `og:title` is.
- Where the feed and another form agree, and more forms side with them than with the one so chosen, theirs is.
- A form that is what the site calls itself is the site's and not the story's: themes put it into the first
  heading, and settings that were never filled in into `og:title`.

The heading of the story is the longest of the first three levels that another form agrees with; of two that
make up another form together, the one below. Where none agrees, it is the first within the post, or else
the page's only h1. A suffix is what follows another form of the title, unless JSON-LD has it in its
headline too (what follows a colon is none), or the last parts, from the first one that names the site.
Where two forms differ in quotation marks only, JSON-LD has the typographic ones. Exceptions: systems that
keep the print headline in JSON-LD alone. A mistake costs a longer or another title of the same article.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import combinations, islice
from urllib.parse import urlsplit

from lxml import html

from spiders.extraction.claims import Claim
from spiders.extraction.markup.leaves import text_of
from spiders.extraction.markup.post_elements import is_entry
from spiders.extraction.markup.structured import Structured, first_text, texts
from spiders.extraction.titles.headings import headings_of, is_site_heading, leads_home

MAX_CHARS = 1_000
MIN_WORDS = 2
"""Words of a form that may be taken for the title of a longer one."""

MIN_TITLE_WORDS, MAX_KICKER_WORDS = 3, 3
"""Words of a title and of the topic before it, in a heading that has both."""
MAX_SHARE = 3
"""A part of a title names the site where the site's name is at least the n-th part of its letters."""
MIN_NAME_CHARS = 3
MOST_LINKS = 60
"""Links at the head of a page that are looked at."""

_SEPARATOR = re.compile(r"\s*(?:[|·•»—–：]|\s[-*]|::)\s+")
_BAR = re.compile(r"\s*[|｜ㅣ：]\s*|\s*[·•»—–]\s+|\s+[-*«]\s+|\s*::\s*")
_COLON = re.compile(r":\s+")
_BEFORE = re.compile(f"{_BAR.pattern}|{_COLON.pattern}")
_ARCHIVE = re.compile(r"(?:blog )?archives?\s+»\s+", re.IGNORECASE)
"""What WordPress wrote between the site's name and the title until 2010."""
_NO_TITLES = frozenset(
    {"home", "homepage", "index", "untitled", "article", "post", "startseite", "accueil", "inicio", "default"}
)
"""What systems state where nobody wrote a title."""
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w+")
_LETTERS = re.compile(r"[^\W\d_]+")
_HEADLINE_META = ("headline", "parsely-title", "sailthru.title")
"""Where systems without JSON-LD state the headline."""
MIN_CUT_WORDS = 4
"""Words of a form that is cut short with dots and still tells which one it is of."""
_QUOTES = re.compile(r"[\"'`´‘’‚‛“”„‟«»‹›]+")


ORIGINS = {"page": "page_title"}
"""Names of forms that are stored under another one."""


@dataclass(frozen=True)
class Titles:
    """The forms of a title that a page and its link give, tidied; empty where there is none."""

    jsonld: str = ""
    """The headline of JSON-LD, or of a meta element where there is none."""
    og: str = ""
    twitter: str = ""
    heading: str = ""
    page: str = ""
    link: str = ""
    """What the feed or sitemap calls the story."""

    def chosen(self, site_names: frozenset[str]) -> Claim | None:
        """The best form; `site_names` are squeezed and casefolded."""
        own = self._without_names(site_names)
        title = own._of_page(site_names)
        if title is None or own._is_outvoted(title.text, site_names):
            agreeing = own._agreeing_with_link(site_names)
            return agreeing if agreeing is not None else title
        return title

    def claims(self) -> tuple[Claim, ...]:
        """Every form with its origin."""
        named = ((field.name, getattr(self, field.name)) for field in fields(self))
        return tuple(Claim(ORIGINS.get(name, name), text) for name, text in named if text)

    @classmethod
    def of(cls, claims: Iterable[Claim]) -> Titles:
        """The forms that `claims` gave."""
        names = {origin: name for name, origin in ORIGINS.items()}
        return cls(**{names.get(claim.origin, claim.origin): claim.text for claim in claims})

    def all(self) -> tuple[str, ...]:
        """Every form of the page, and its title without what follows its first separator."""
        forms = (self.jsonld, self.og, self.twitter, self.heading, self.page, _SEPARATOR.split(self.page)[0])
        return tuple(form for form in forms if form)

    def _without_names(self, site_names: frozenset[str]) -> Titles:
        """The forms that are not just the site's name; all of them where nothing else would be left."""
        no_titles = site_names | _NO_TITLES
        forms = {field.name: getattr(self, field.name) for field in fields(self)}
        named = {name: "" for name, form in forms.items() if form and "".join(_words(form)) in no_titles}
        own = replace(self, **named)
        return own if own.claims() else self

    def _of_page(self, site_names: frozenset[str]) -> Claim | None:
        if self._is_headline():
            return Claim("jsonld", self.jsonld)
        for origin in ("og", "jsonld", "heading", "page"):
            if form := getattr(self, origin):
                if origin == "heading":
                    form = self._without_kicker(form, site_names)
                form = _without_site_before(form, site_names, _BEFORE if origin == "page" else _COLON)
                title = self._without_suffix(form, site_names)
                if _differ_in_quotes(title, self.jsonld):
                    return Claim("jsonld", self.jsonld)
                return Claim(ORIGINS.get(origin, origin), title)
        return None

    def _without_kicker(self, heading: str, site_names: frozenset[str]) -> str:
        """The end of a heading that is what the page's title calls the story, a topic standing before it."""
        title = _without_site(self.page, site_names)
        words, own = _words(heading), _words(title)
        is_end = len(words) > len(own) >= MIN_TITLE_WORDS and words[-len(own) :] == own
        return title if is_end and len(words) - len(own) <= MAX_KICKER_WORDS else heading

    def _is_headline(self) -> bool:
        """Whether JSON-LD and heading agree on a headline of which `<title>` is no longer form."""
        agreed = _words(self.jsonld) == _words(self.heading) != []
        return agreed and not _begins(self.page, self.jsonld)

    def _is_outvoted(self, title: str, site_names: frozenset[str]) -> bool:
        """Whether the link says otherwise, and with it more forms than the chosen one has on its side."""
        if not self.link or _same(title, self.link):
            return False
        page = _without_site(self.page, site_names)
        forms = [self.jsonld, self.og, self.heading, page]
        with_title = sum(_same(form, title) for form in forms)
        with_link = 1 + sum(_same(form, self.link) for form in forms)
        return with_link > with_title

    def _agreeing_with_link(self, site_names: frozenset[str]) -> Claim | None:
        """The form of the page that the link agrees with, or else the link's own."""
        for origin in ("jsonld", "heading", "og", "page"):
            form = _without_site(getattr(self, origin), site_names)
            if form and _same(form, self.link):
                return Claim(ORIGINS.get(origin, origin), form)
        return Claim("link", self.link) if self.link else None

    def _without_suffix(self, title: str, site_names: frozenset[str]) -> str:
        forms = (self.jsonld, self.heading, self.twitter)
        known = (
            form for form in forms if _is_before_suffix(form, title) and _words(self.jsonld) != _words(title)
        )
        return next(known, None) or _without_site(title, site_names)


def titles_of(tree: html.HtmlElement, stated: Structured, link_title: str | None = None) -> Titles:
    """The forms of a page's title, and the one that its feed or sitemap gave."""
    forms = (
        first_text(stated.article.get("headline")) or stated.first_meta(*_HEADLINE_META),
        stated.first_meta("og:title"),
        stated.first_meta("twitter:title"),
        None,
        tree.findtext(".//head/title") or tree.findtext(".//title"),
        link_title,
    )
    titles = Titles(*(tidy(form)[:MAX_CHARS] for form in forms))
    return replace(titles, heading=_heading(tree, titles))


def _heading(tree: html.HtmlElement, titles: Titles) -> str:
    """The story's heading: the longest that another form agrees with, else the first h1."""
    headings = list(headings_of(tree))
    others = [form for form in (titles.jsonld, titles.og, titles.link, titles.page) if form]
    shown = [_shown(heading) for heading in headings]
    words, forms = list(map(_words, shown)), list(map(_words, others))
    below = _below_site(shown, words, forms)
    agreed = [
        text for text, own in zip(shown, words, strict=True) if any(_is_part(own, form) for form in forms)
    ]
    if below or agreed:
        return below or max(agreed, key=lambda text: len(_words(text)))
    return _alone(headings, has_others=bool(others))


def _alone(headings: Sequence[html.HtmlElement], has_others: bool) -> str:
    """The story's heading where no other form agrees with any: the post's own, or the page's only h1."""
    of_post = (one for one in headings if any(map(is_entry, one.iterancestors())))
    named = (text for one in of_post if len(_LETTERS.findall(text := _shown(one))) >= MIN_WORDS)
    main = [_shown(one) for one in headings if one.tag == "h1" or (not has_others and one.tag == "h2")]
    is_one_of_many = has_others and len(set(main)) > 1
    return next(named, "") or ("" if is_one_of_many else next(iter(main), ""))


def _shown(heading: html.HtmlElement) -> str:
    return tidy(text_of(heading))[:MAX_CHARS]


def _below_site(shown: Sequence[str], words: Sequence[list[str]], forms: Sequence[list[str]]) -> str:
    """The heading that makes up another form together with one above it, which is the site's name."""
    lengths = set(map(len, forms))
    return next(
        (
            shown[below]
            for above, below in combinations(range(len(shown)), 2)
            if len(words[above]) + len(words[below]) in lengths
            and (words[above] + words[below] in forms or words[below] + words[above] in forms)
        ),
        "",
    )


def _is_part(words: list[str], longer: list[str]) -> bool:
    """Whether another form is the heading of these words, or begins or ends with it."""
    if words == longer:
        return bool(words)
    return len(words) >= MIN_WORDS and words in (longer[: len(words)], longer[-len(words) :])


def site_names(
    stated: Structured, url: str, tree: html.HtmlElement | None = None, link_name: str | None = None
) -> frozenset[str]:
    """What the site calls itself, and the first label of its host, squeezed and casefolded.

    `tree` adds the texts of headings that lead to the front page, and those of links to it that are a part of
    the page's title; `link_name` is what its feed calls it.
    """
    host = (urlsplit(url).hostname or "").removeprefix("www.").split(".")[0]
    sites = (node.get("name") for node in stated.nodes if "WebSite" in texts(node.get("@type")))
    shown = () if tree is None else (h.text_content() for h in tree.iter("h1", "h2") if is_site_heading(h))
    names = [
        stated.first_meta("og:site_name"),
        first_text(stated.article.get("publisher")),
        host,
        link_name,
        *(first_text(site) for site in sites),
        *shown,
        *(() if tree is None else _linked_names(tree)),
    ]
    return frozenset(filter(None, (squeezed(name or "") for name in names)))


def _linked_names(tree: html.HtmlElement) -> Iterator[str]:
    """The parts of the page's title that are the text of a link to the front page."""
    parts = {part.strip().casefold() for part in _BEFORE.split(tree.findtext(".//title") or "")}
    if len(parts) > 1:
        for link in islice(tree.iter("a"), MOST_LINKS):
            if (name := text_of(link).strip()).casefold() in parts and leads_home(link):
                yield name


def squeezed(text: str) -> str:
    """The letters and digits of a text, casefolded."""
    return "".join(_words(tidy(text)))


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


def _without_site_before(title: str, site_names: frozenset[str], bars: re.Pattern[str]) -> str:
    """A title without the site's name in front."""
    bar = bars.search(title)
    if bar is None or not bar.start() or "".join(_words(title[: bar.start()])) not in site_names:
        return title
    return _ARCHIVE.sub("", title[bar.end() :], count=1)


def _same(one: str, other: str) -> bool:
    """Whether two forms are the same words, or one of them is cut short with dots."""
    words, others = _words(one), _words(other)
    if not words or not others or words == others:
        return words == others != []
    cut = other.rstrip().endswith(("…", "..."))
    return cut and len(others) >= MIN_CUT_WORDS and words[: len(others) - 1] == others[:-1]


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


def _is_before_suffix(form: str, title: str) -> bool:
    """Whether a title is another form of itself and a suffix; what follows a colon is no suffix."""
    return _begins(title, form) and not title[len(form) :].startswith((":", "："))


def _differ_in_quotes(one: str, other: str) -> bool:
    return _QUOTES.sub("'", one) == _QUOTES.sub("'", other)
