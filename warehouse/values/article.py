"""Values of the columns of `articles` that say where something stood, why, and what was remarked."""

from __future__ import annotations

from warehouse.values.value import Value


class IdentityReason(Value):
    """Why an article's canonical URL is what it is."""

    CANONICAL_LINK = "canonical_link", "the page's own canonical link"
    AMP = "amp", "the page is the AMP form of it"
    PRINT = "print", "the page is the print form of it"
    REDIRECT = "redirect", "the request was redirected to it"
    NORMALISED = "normalised", "the requested URL, normalised"
    AS_FETCHED = "as_fetched", "the requested URL as it was"
    MOVED = "moved", "a redirect from the article's former URL leads to it"
    BROKEN_CANONICAL_REFUSED = (
        "broken_canonical_refused",
        "the page's own URL: its canonical link is none, written by a template that failed",
    )
    FOREIGN_CANONICAL_REFUSED = (
        "foreign_canonical_refused",
        "the page's own URL: its canonical link leads to another site",
    )
    FRONT_CANONICAL_REFUSED = (
        "front_canonical_refused",
        "the page's own URL: its canonical link leads to the front page",
    )
    SECTION_CANONICAL_REFUSED = (
        "section_canonical_refused",
        "the page's own URL: its canonical link leads to the section that it lies in",
    )
    SHARED_CANONICAL_REFUSED = (
        "shared_canonical_refused",
        "the page's own URL: several pages with other texts name one canonical URL",
    )


class WallKind(Value):
    """What stands between a reader and an article's text."""

    NONE = "none", "nothing"
    PAYWALL = "paywall", "a subscription; the text is what the page shows without one"


class DatePrecision(Value):
    """How precisely a date is stated."""

    INSTANT = "instant", "to the second"
    MINUTE = "minute", "to the minute"
    DAY = "day", "the day only"


class DateOrigin(Value):
    """Where the published date stood."""

    JSONLD = "jsonld", "in the page's JSON-LD"
    META = "meta", "in a meta element"
    FEED = "feed", "with the link in its feed or page"
    SITEMAP = "sitemap", "with the link in its sitemap"
    URL = "url", "in the URL"
    TEXT = "text", "in what the page shows to readers"


class TitleOrigin(Value):
    """Where the title stood."""

    JSONLD = "jsonld", "in the page's JSON-LD, or a meta element for the headline"
    OG = "og", "in `og:title`"
    HEADING = "heading", "in the page's heading"
    PAGE_TITLE = "page_title", "in the page's `title` element"
    SITE_NAME = "site_name", "nowhere: the page states no more than its site's name, or that it has none"
    FEED = "feed", "with the link in its feed"
    SITEMAP = "sitemap", "with the link in its sitemap"
    FRONT_PAGE = "front_page", "in the text of the link on the front page"
    SECTION = "section", "in the text of the link on a section page"


class AuthorsOrigin(Value):
    """Where the authors stood."""

    JSONLD = "jsonld", "in the page's JSON-LD"
    META = "meta", "in a meta element"
    BYLINE = "byline", "in the page's byline"
    FEED = "feed", "with the link in its feed"
    SITE = "site", "the site itself, which is called like a person"
    ROLE = "role", "what somebody does, in place of a name"
    PUBLISHER = "publisher", "an organisation that the page states as its author"


class ArticleFlag(Value):
    """Remarks on a row of `articles`."""

    KEPT_WHOLE = (
        "kept_whole",
        "of what repeats, at most what most stories have was cut: little would have been left",
    )
    PROMO_LEFT = "promo_left", "a block that was cut from other articles as a promo is still in it"
    CORRECTION = "correction", "the page carries a note on a correction"
    CLARIFICATION = "clarification", "the page carries a clarification"
    UPDATE = "update", "the page carries a note on an update"
    RETRACTION = "retraction", "the page carries a retraction"
    EDITORS_NOTE = "editors_note", "the page carries an editor's note"
    ONE_OF_PARTS = "one_of_parts", "the text is one part of several, of which some could not be had"
    LIVE_BLOG = "live_blog", "the page is a live blog"
    SHORT = "short", "the text has fewer than 30 words: a report, or a caption or teaser that was left of one"


class Change(Value):
    """What a revision changed."""

    TEXT = "text", "the text"
    TITLE = "title", "the title"
    AUTHORS = "authors", "the authors"
    PUBLISHED_AT = "published_at", "the published date"
    DESCRIPTION = "description", "the description"
