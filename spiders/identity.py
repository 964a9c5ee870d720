"""Which article a page is: one canonical URL, with the reason why.

Observed: the same article is served as AMP, in a print form, with tracking parameters and behind redirects,
and nearly always names its main address in `link rel=canonical`. The rule: believe that link as long as it
stays on the page's own site and is not the front page; without it, undo the spellings of AMP and print
addresses that are common; else the address that answered counts.

Known exceptions: mobile hosts (`m.example.org`) without a canonical link stay apart, since the main host
cannot be guessed; AMP pages that name no canonical and have an address of their own kind. Both cost a
second row, which matching then calls an exact duplicate. A canonical link believed wrongly costs more: it
would hide another article. So another site's address is never accepted, and neither is the front page,
which templates with a mistake name on every page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from spiders.urls import UrlError, article_id, normalise, resolve, site_of

_AMP_CACHE = re.compile(r"https?://[\w-]+\.cdn\.ampproject\.org/[cv]/(s/)?(.+)", re.IGNORECASE)
_VARIANTS = {
    "amp": (
        re.compile(r"/amp/?$|\.amp(?=(\.html?)?$)|(?<=^)/amp(?=/.)", re.IGNORECASE),
        re.compile(r"(amp|amp=1|amp=true|outputtype=amp|output=amp|view=amp)", re.IGNORECASE),
    ),
    "print": (
        re.compile(r"/print(er)?/?$|[.-]print(?=(\.html?)?$)|(?<=^)/print(?=/.)", re.IGNORECASE),
        re.compile(
            r"(print|print=(1|true|yes)|printable=(1|true|yes)|(view|format|output|mode)=print)",
            re.IGNORECASE,
        ),
    ),
}


@dataclass(frozen=True)
class Identity:
    """The address that stands for an article, its key, and why.

    `reason` is canonical_link, amp, print, redirect, normalised, as_fetched or foreign_canonical_refused.
    """

    canonical_url: str
    article_id: str
    reason: str


def identify(
    page_url: str, final_url: str, canonical_link: str | None = None, amp_link: str | None = None
) -> Identity:
    """The identity of the page asked for at `page_url` that answered at `final_url`.

    The links are the page's own `rel=canonical` and `rel=amphtml` as written, relative or broken ones
    included. Raises UrlError where `final_url` itself is none.
    """
    base = _out_of_cache(normalise(final_url))
    plain, variant = without_variant(base)
    if amp_link and _resolved(amp_link, base) == base:
        variant = "amp"
    declared = _resolved(canonical_link, base) if canonical_link else None
    if declared is None:
        return _identity(plain, variant or _spelling(page_url, base))
    if site_of(declared) != site_of(base):
        return _identity(plain, "foreign_canonical_refused")
    if _is_front(declared) and not _is_front(plain):
        return _identity(plain, variant or _spelling(page_url, base))
    return _identity(without_variant(declared)[0], variant or "canonical_link")


def without_variant(url: str) -> tuple[str, str | None]:
    """A normalised address without its AMP or print marks, and which of the two it had."""
    parts = urlsplit(url)
    for variant, (in_path, in_query) in _VARIANTS.items():
        path = in_path.sub("", parts.path) or "/"
        pairs = parts.query.split("&") if parts.query else []
        query = "&".join(pair for pair in pairs if not in_query.fullmatch(pair))
        if (path, query) != (parts.path, parts.query) and path != "/":
            return urlunsplit((parts.scheme, parts.netloc, path, query, "")), variant
    return url, None


def _identity(canonical_url: str, reason: str) -> Identity:
    return Identity(canonical_url, article_id(canonical_url), reason)


def _spelling(page_url: str, base: str) -> str:
    try:
        asked = normalise(page_url)
    except UrlError:
        return "redirect"
    if asked != base:
        return "redirect"
    return "as_fetched" if page_url == base else "normalised"


def _out_of_cache(url: str) -> str:
    """The publisher's address where `url` is one of the AMP cache's."""
    found = _AMP_CACHE.fullmatch(url)
    if found is None:
        return url
    try:
        return normalise(f"{'https' if found[1] else 'http'}://{found[2]}")
    except UrlError:
        return url


def _resolved(link: str, base: str) -> str | None:
    try:
        return resolve(link, base)
    except UrlError:
        return None


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path == "/" and not parts.query
