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
  heading, and settings that were never filled in into `og:title`. Where a page has no other form, such a one
  is its title, known to be no headline.

A suffix is what follows another form of the title, unless JSON-LD has it in its headline too (what
follows a colon is none), or the last parts, from the first one that names the site. Where two forms
differ in quotation marks only, JSON-LD has the typographic ones. Exceptions: systems that keep the print
headline in JSON-LD alone. A mistake costs a longer or another title of the same article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from spiders.extraction.claims import Claim
from spiders.extraction.titles.same_title import (
    begins_with,
    differ_in_quotes,
    is_before_suffix,
    is_same,
    words_of,
)
from spiders.extraction.titles.site_names import BAR_OR_COLON, COLON, without_site, without_site_before

MIN_TITLE_WORDS, MAX_KICKER_WORDS = 3, 3
"""Words of a title and of the topic before it, in a heading that has both."""

_SEPARATOR = re.compile(r"\s*(?:[|·•»—–：]|\s[-*]|::)\s+")
_NO_TITLES = frozenset(
    {
        "home",
        "homepage",
        "index",
        "untitled",
        "undefined",
        "null",
        "loading",
        "article",
        "post",
        "startseite",
        "accueil",
        "inicio",
        "default",
    }
)
"""What systems state where nobody wrote a title."""

NO_HEADLINE = "site_name"
"""The origin of a title that is no headline, where the page has no other."""

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
        if not own.claims():
            title = self._of_page(site_names)
            return Claim(NO_HEADLINE, title.text) if title else None
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
        """The forms that are not just the site's name."""
        no_titles = site_names | _NO_TITLES
        forms = {field.name: getattr(self, field.name) for field in fields(self)}
        named = {name: "" for name, form in forms.items() if form and "".join(words_of(form)) in no_titles}
        return replace(self, **named)

    def _of_page(self, site_names: frozenset[str]) -> Claim | None:
        if self._is_headline():
            return Claim("jsonld", self.jsonld)
        for origin in ("og", "jsonld", "heading", "page"):
            if form := getattr(self, origin):
                if origin == "heading":
                    form = self._without_kicker(form, site_names)
                form = without_site_before(form, site_names, BAR_OR_COLON if origin == "page" else COLON)
                title = self._without_suffix(form, site_names)
                if differ_in_quotes(title, self.jsonld):
                    return Claim("jsonld", self.jsonld)
                return Claim(ORIGINS.get(origin, origin), title)
        return None

    def _without_kicker(self, heading: str, site_names: frozenset[str]) -> str:
        """The end of a heading that is what the page's title calls the story, a topic standing before it."""
        title = without_site(self.page, site_names)
        words, own = words_of(heading), words_of(title)
        is_end = len(words) > len(own) >= MIN_TITLE_WORDS and words[-len(own) :] == own
        return title if is_end and len(words) - len(own) <= MAX_KICKER_WORDS else heading

    def _is_headline(self) -> bool:
        """Whether JSON-LD and heading agree on a headline of which `<title>` is no longer form."""
        agreed = words_of(self.jsonld) == words_of(self.heading) != []
        return agreed and not begins_with(self.page, self.jsonld)

    def _is_outvoted(self, title: str, site_names: frozenset[str]) -> bool:
        """Whether the link says otherwise, and with it more forms than the chosen one has on its side."""
        if not self.link or is_same(title, self.link):
            return False
        page = without_site(self.page, site_names)
        forms = [self.jsonld, self.og, self.heading, page]
        with_title = sum(is_same(form, title) for form in forms)
        with_link = 1 + sum(is_same(form, self.link) for form in forms)
        return with_link > with_title

    def _agreeing_with_link(self, site_names: frozenset[str]) -> Claim | None:
        """The form of the page that the link agrees with, or else the link's own."""
        for origin in ("jsonld", "heading", "og", "page"):
            form = without_site(getattr(self, origin), site_names)
            if form and is_same(form, self.link):
                return Claim(ORIGINS.get(origin, origin), form)
        return Claim("link", self.link) if self.link else None

    def _without_suffix(self, title: str, site_names: frozenset[str]) -> str:
        is_headline = words_of(self.jsonld) == words_of(title)
        forms = () if is_headline else (self.jsonld, self.heading, self.twitter)
        known = (form for form in forms if is_before_suffix(form, title))
        return next(known, None) or without_site(title, site_names)
