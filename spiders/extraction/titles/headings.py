"""The headings of a page that may be its story's, told from those that name the site.

Theory. Themes put the site's name into a heading, often the first h1 of every page: it is a link to the front
page, or its class says what it is. Headings in navigation, asides and footers are those of boxes. A mistake
costs the title its agreement with one form of several.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from lxml import html

from spiders.extraction.markup.leaves import text_of
from spiders.extraction.markup.post_elements import class_and_id

MAX_HEADINGS = 60

_SITE_CLASS = re.compile(
    r"(^|[\s_-])(site-?(title|name)|logo|brand(ing)?|masthead|blog-?(title|name)|banner-header)($|[\s_-])"
)
_OUTSIDE = ("nav", "aside", "footer")
_FRONT_PAGES = frozenset({"", "/", "/index.html", "/index.htm", "/index.php"})
_MAY_LEAD_HOME = re.compile(
    r"(?:[a-z][a-z0-9+.-]*+:)?(?://[^/?#]*+)?/?(?:index\.(?:html?|php))?\??(?:#|\Z)", re.IGNORECASE
)
"""A URL of a host alone or of one of these; to take every link apart costs more."""


def headings_of(tree: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Headings of the first three levels with text, in reading order, that do not name the site."""
    for heading in islice(tree.iter("h1", "h2", "h3"), MAX_HEADINGS):
        is_boxed = next(heading.iterancestors(*_OUTSIDE), None) is not None
        if not is_boxed and text_of(heading).strip() and not is_site_heading(heading):
            yield heading


def is_site_heading(heading: html.HtmlElement) -> bool:
    """Whether a heading names the site: it leads to the front page, or is classed as the site's title."""
    if _SITE_CLASS.search(class_and_id(heading)):
        return True
    link = next(heading.iter("a"), None)
    if link is None:
        link = next(heading.iterancestors("a"), None)
    return link is not None and leads_home(link)


def leads_home(link: html.HtmlElement) -> bool:
    """Whether a link leads to the site's front page, as far as the link alone tells."""
    href = (link.get("href") or "").strip()
    if "home" in (link.get("rel") or "").split():
        return True
    if not href or href.startswith(("#", "mailto:", "javascript:")):
        return False
    if ".." in href and set(href.replace("index.html", "")) <= {".", "/"}:  # a single dot is the page itself
        return True
    if not _MAY_LEAD_HOME.match(href):
        return False
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    return bool(parts.netloc or href.startswith("/")) and parts.path in _FRONT_PAGES and not parts.query
