"""What class and id tell of an element: the vocabulary of trafilatura 2.3.1 (`xpaths.py`, Apache 2.0).

The patterns are its own. It tries each of them on all elements of a page, by XPath; here a text is looked at
once and remembered, since the same few stand on all pages of a site.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from lxml import html

REMEMBERED = 3_000


class Frame(IntEnum):
    """What the element that holds an article is called, the surest first."""

    ARTICLE_CONTENT = 0
    ARTICLE = 1
    STORY = 2
    MAIN_CONTENT = 3
    MAIN = 4


_FRAME_CLASS = {
    Frame.ARTICLE_CONTENT: re.compile(
        r"^(?:post|entry)\Z|post[-_]text|post-body|post-?entry|post[-_]?content|postContent|post_inner_wrapper"
        r"|article-?text|articleText|(?:entry|page|text|article|art)-content|article__content"
        r"|article(?:-|__)?body|articleBody|ArticleContent|body-text|article__container"
    ),
    Frame.STORY: re.compile(
        r"^(?:postarea|art-postcontent|text|cell|story)\Z|(?i:fulltext)|^article |post-bodycopy"
        r"|story-?content|(?:theme|blog|section|single)-content|single-post|main-column|wpb_text_column|story-body|field-body"
    ),
    Frame.MAIN_CONTENT: re.compile(
        r"^content\Z|content[-_]main|content(?:-|__)body|[Mm]ain-[Cc]ontent|[Pp]age-[Cc]ontent"
    ),
    Frame.MAIN: re.compile(r"^main"),
}
_FRAME_ID = {
    Frame.ARTICLE_CONTENT: re.compile(
        r"^articleContent\Z|(?:entry|article|art)-content|article__content|article(?:-|__)?body|articleBody"
        r"|body-text"
    ),
    Frame.STORY: re.compile(r"^(?:article|story)\Z|^primary|story-body"),
    Frame.MAIN_CONTENT: re.compile(r"^content\Z|content-main|content-body|contentBody|[Mm]ain-[Cc]ontent"),
    Frame.MAIN: re.compile(r"^main"),
}
_APPENDED = re.compile(r"mvp-post-add-(?:box|wrap)|infinite-?scroll")
_APPENDED_ALWAYS = re.compile(r"mvp-post-add-(?:box|wrap)")
_SHARING = "elementor-share-buttons"
_COMMENTS_CLASS = re.compile(r"^[Cc]omment(?!ary)|(?:article|post)-comments")
_COMMENTS_ID = re.compile(r"^(?:[Cc]omment(?!ary)|comol)")
_DISQUS_ID = re.compile(r"^(?:disqus_thread|dsq-comments)")

_CONSENT = re.compile(
    r"cookie[-_]?(?:banner|bar|consent|law|notice|policy|description)|notice[-_]{0,2}cookie"
    r"|consent[-_]?(?:banner|manager|sdk)|borlabs|cookiebot|cmplz|onetrust|moove[-_]?gdpr",
    re.IGNORECASE,
)

_BOTH = r"^shar|social|viral|newsletter|syndication|tags|sidebar|banner|bread-?crumb|button|author"
_SECTION_CLASS = re.compile(
    rf"{_BOTH}|^(?:nav|post-nav|ZendeskForm)|subnav|avigation|navbar|navbox|menu|bar| ad |-ad-|(?:^| )ad-"
    r"|dfp[Aa]d|outbrain|taboola|criteo|paid-?content|widget|footer|Footer|byline|Byline|share-|sociable"
    r"|embedded|embed|tag-list|consent|modal-content|permission|elated|next-|-stories|most-popular|more-on"
    r"|meta|rating|attachment|timestamp|user-info|user-profile|-icon|article-infos|message-container|slide"
    r"|viewport|overlay|options|expand|obfuscated|blurred|mol-factbox|yin|zlylin|nfoline"
)
_SECTION_ID = re.compile(
    rf"{_BOTH}|^(?:jp-|dpsp-content)|bmdh|footer|Footer|share|Share|nav|Nav|menu|related|message-container"
    r"|premium|^ad-"
)
_ANY_CLASS = re.compile(
    r"^hide-|comments-title|nocomments|-reply-|message|akismet|suggest-links|-hide-|hide-print| hidden| hide"
    r"|noprint|notloaded"
)
_ANY_ID = re.compile(r"reader-comments|akismet")
_TEASER = re.compile(r"[Tt]easer")
_CAPTION = "caption"


class Apart(NamedTuple):
    """What an element is that never belongs to the article."""

    comments: bool
    comment_list: bool
    """Comments where it is a list, too."""
    appended: bool
    """A further article, where it has no headline."""
    always: bool
    """A further article or buttons, whatever it has."""


class Boilerplate(NamedTuple):
    """What an element is within an article."""

    section: bool
    """To be dropped where it is a section, a list or a paragraph."""
    anything: bool
    """To be dropped whatever it is."""
    teaser: bool
    caption: bool


@lru_cache(maxsize=REMEMBERED)
def is_frame(frame: Frame, classes: str, name: str) -> bool:
    """Whether class or id say that an element is such a frame."""
    return bool(_FRAME_CLASS[frame].search(classes) or _FRAME_ID[frame].search(name))


@lru_cache(maxsize=REMEMBERED)
def apart(classes: str, name: str) -> Apart | None:
    """What class and id say of an element that is not the article; none where they say nothing."""
    comments = bool(_COMMENTS_CLASS.search(classes) or _COMMENTS_ID.search(name))
    always = _APPENDED_ALWAYS.search(classes) or _APPENDED_ALWAYS.search(name) or _SHARING in classes
    told = Apart(
        comments=comments or _DISQUS_ID.search(name) is not None,
        comment_list=comments,
        appended=bool(_APPENDED.search(classes) or _APPENDED.search(name)),
        always=bool(always),
    )
    return told if any(told) else None


@lru_cache(maxsize=REMEMBERED)
def boilerplate(classes: str, name: str, first: str) -> Boilerplate | None:
    """What class and id say of a part of an article; none where they say nothing.

    `first` is the one of them that the page writes first, which trafilatura looks at alone for some words.
    """
    told = Boilerplate(
        section=bool("cookie" in first or _SECTION_CLASS.search(classes) or _SECTION_ID.search(name)),
        anything=bool(first.startswith("reply-") or _ANY_CLASS.search(classes) or _ANY_ID.search(name)),
        teaser=bool(_TEASER.search(classes) or _TEASER.search(name)),
        caption=_CAPTION in classes or _CAPTION in name,
    )
    return told if any(told) else None


@lru_cache(maxsize=REMEMBERED)
def is_consent(classes: str, name: str) -> bool:
    """Whether class or id say that an element is a banner about cookies."""
    return bool(_CONSENT.search(classes) or _CONSENT.search(name))


def first_written(element: html.HtmlElement, one: str, other: str) -> str:
    """That of two attributes which the page writes first, which trafilatura looks at alone for some words."""
    return str(next((value for name, value in element.items() if name in (one, other)), ""))
