"""Why a page became no article: each reason with its meaning and what to do."""

from __future__ import annotations

from typing import Self

from warehouse.values.value import Value

_LISTED = "nothing; where a sitemap names many such pages, add a `deny` pattern"
_WRONG = "nothing; where it is an article, report it with what `copydesk explain URL` says"


class RejectionStage(Value):
    """The stage of a batch that set a page aside."""

    EXTRACT = "extract", "the page was read and holds no article that can be read"


class PageGroup(Value):
    """What pages with the same reasons have in common, for counts and findings."""

    LIST = "list", "links to articles and no article"
    WALL = "wall", "a page in place of an article"
    OTHER = "other", "anything else"


class RejectionReason(Value):
    """Why a page became no article."""

    advice: str | None
    group: PageGroup

    def __new__(
        cls, stored: str, meaning: str, advice: str | None = None, group: PageGroup = PageGroup.OTHER
    ) -> Self:
        member = cls._made(stored, meaning)
        member.advice = advice
        member.group = group
        return member

    LISTING = (
        "listing",
        "a list of articles: a tag, a category, an author, a month, a search",
        _LISTED,
        PageGroup.LIST,
    )
    FRONT_PAGE = "front_page", "a front page", _LISTED, PageGroup.LIST
    INDEX_PAGE = "index_page", "a list of articles, until schema 2.0", _LISTED, PageGroup.LIST
    STATIC_PAGE = "static_page", "a page of the site about itself: about, contact, terms", _LISTED
    MEDIA = "media", "a picture or a video with no text but its caption", _WRONG
    FORM = "form", "a form and no text", _LISTED
    STUB = "stub", "a page that only sends its reader on", _WRONG
    SOFT_404 = "soft_404", "a page that says that there is no such page, with HTTP status 200", _WRONG
    CONSENT = "consent", "a page that wants consent first", "ask the publisher", PageGroup.WALL
    LOGIN = "login", "a page that wants a login first", "leave it out, or ask the publisher", PageGroup.WALL
    CHALLENGE = (
        "challenge",
        "a page that checks whether its reader is human",
        "raise limits.delay, or ask the publisher",
        PageGroup.WALL,
    )
    SCRIPT_ONLY = (
        "script_only",
        "a page whose text only its scripts would bring",
        "set `render = true` in the source's table (extra `browser`)",
    )
    NO_TEXT = "no_text", "no paragraph was found", _WRONG
    NOT_HTML = "not_html", "nothing in it can be read as HTML", _WRONG
    TOO_LARGE = "too_large", "more bytes or elements than are read", _WRONG
    TOO_DEEP = "too_deep", "elements nested deeper than is read", _WRONG
    BAD_URL = (
        "bad_url",
        "the URL that the page names as its own, or was redirected to, is no usable URL",
        _WRONG,
    )
    EXTRACTOR_DIED = (
        "extractor_died",
        "the process that extracted the page died, or had no result within its limits",
        "report the page where it happens again",
    )


def of_group(group: PageGroup) -> list[str]:
    """The stored reasons of a group."""
    return [reason.value for reason in RejectionReason if reason.group is group]
