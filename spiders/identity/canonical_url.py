"""Which article a page is: one canonical URL, with the reason why.

Observed: the same article is served as AMP, in a print form, with tracking parameters and behind redirects,
and nearly always names its main URL in `link rel=canonical`. The rule: believe that link where it can be an
article's. A path that ends in `/amp` or `-print` may as well be a slug ("the art of fine print"), so its
ending counts only where the page says what it is: by its canonical link, its own `amphtml` link or its
markup. A parameter (`?print=1`) is no part of a slug and is dropped without further evidence.

A canonical link is refused, with the reason, where it cannot be this article's: a template that failed
wrote it (`undefined`, `{{ url }}`), it is another site's, the front page, or a section that the page lies
in. Whether several pages with other texts name one URL is seen from more than one page:
`flows/stages/identify.py`.

Known exceptions: mobile hosts (`m.example.org`) and AMP pages that say nothing of themselves stay apart; a
short slug directly below a section-like word (`/guitars/my-amp`). Both cost a second row, which matching
then calls an exact duplicate. A canonical link believed wrongly costs more: it would hide another article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit, urlunsplit

from spiders.identity.urls import UrlError, article_id, domain_of, normalise, resolve, site_of
from warehouse.values import IdentityReason

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
_NO_VALUE = re.compile(
    r"undefined|null|none|nil|nan|false|true|(\[|%5b)?object( |%20)object(\]|%5d)?|\W*"
    r"|.*(\{\{|%7b%7b|\$\{|\$%7b|<%|%3c%).*",
    re.IGNORECASE,
)
"""What a template writes for a URL that it does not have."""
_INDEX = re.compile(r"(index|default|home)\.(html?|php\d?|aspx?|jsp|cfm|shtml)", re.IGNORECASE)
_STORY_WORDS = 3
_STORY_NUMBER = re.compile(r"\d{5,}")
_DECLARED = (IdentityReason.CANONICAL_LINK, IdentityReason.AMP, IdentityReason.PRINT)


@dataclass(frozen=True)
class Identity:
    """The URL that stands for an article, its key, and why.

    `reason` is canonical_link, amp, print, redirect, normalised, as_fetched, moved, or why the canonical link
    is not believed: foreign_, front_, section_, broken_ or shared_canonical_refused. `own_url` is the URL
    that responded, normalised, without parameters that select another form of the page. `former_urls` were
    the article's canonical URLs before, oldest first.
    """

    canonical_url: str
    article_id: str
    reason: str
    own_url: str
    former_urls: tuple[str, ...] = ()

    @cached_property
    def domain(self) -> str:
        """The host of the article's URL."""
        return domain_of(self.canonical_url)

    @cached_property
    def site(self) -> str:
        """The site that the article belongs to."""
        return site_of(self.canonical_url)

    @property
    def is_declared(self) -> bool:
        """Whether the page itself names another URL than its own."""
        return self.canonical_url != self.own_url and self.reason in _DECLARED

    def refused(self, reason: str) -> Identity:
        """The page on its own: what it names as canonical is not believed."""
        return _identity(self.own_url, reason, self.own_url)


def identify(
    page_url: str,
    final_url: str,
    canonical_link: str | None = None,
    amp_link: str | None = None,
    variant: str | None = None,
) -> Identity:
    """The identity of the page requested at `page_url` whose response came from `final_url`.

    The links are the page's own `rel=canonical` and `rel=amphtml` as written, relative or broken ones
    included; `variant` (amp or print) is what its markup says that it is. Raises UrlError where `final_url`
    itself is none.
    """
    base = _out_of_cache(normalise(final_url))
    own, selected = _without_parameters(base)
    if amp_link and _resolved(amp_link, base) == base:
        variant = "amp"
    if not (canonical_link and canonical_link.strip()):
        plain = without_variant(base)[0] if variant else own
        return _identity(plain, variant or selected or _spelling(page_url, base), own)
    declared = _resolved(canonical_link, base)
    refusal = _refusal(canonical_link, declared, own)
    if refusal or declared is None:
        return _identity(own, refusal or IdentityReason.BROKEN_CANONICAL_REFUSED, own)
    url, _ = _without_parameters(declared)
    spelled = without_variant(base)
    variant = variant or (spelled[1] if spelled[0] == url != base else None)
    return _identity(url, variant or IdentityReason.CANONICAL_LINK, own)


def without_variant(url: str) -> tuple[str, str | None]:
    """A normalised URL without the marks of AMP and print forms, and which of the two it had."""
    plain, selected = _without_parameters(url)
    parts = urlsplit(plain)
    for variant, (in_path, _) in _VARIANTS.items():
        path = in_path.sub("", parts.path) or "/"
        if path not in (parts.path, "/"):
            return urlunsplit((parts.scheme, parts.netloc, path, parts.query, "")), variant
    return plain, selected


def _without_parameters(url: str) -> tuple[str, str | None]:
    """A normalised URL without the parameters that select an AMP or print form, and which form that is."""
    parts = urlsplit(url)
    for variant, (_, in_query) in _VARIANTS.items():
        pairs = parts.query.split("&") if parts.query else []
        query = "&".join(pair for pair in pairs if not in_query.fullmatch(pair))
        if query != parts.query and parts.path != "/":
            return urlunsplit((parts.scheme, parts.netloc, parts.path, query, "")), variant
    return url, None


def _refusal(written: str, declared: str | None, own: str) -> str | None:
    """Why a canonical link cannot be that of the article at `own`; None where it can."""
    if declared is None or _is_no_value(written, declared, own):
        return IdentityReason.BROKEN_CANONICAL_REFUSED
    if site_of(declared) != site_of(own):
        return IdentityReason.FOREIGN_CANONICAL_REFUSED
    if _is_front(declared) and not _is_front(own):
        return IdentityReason.FRONT_CANONICAL_REFUSED
    return IdentityReason.SECTION_CANONICAL_REFUSED if _is_section_of(declared, own) else None


def _is_no_value(written: str, declared: str, own: str) -> bool:
    last = urlsplit(declared).path.rstrip("/").rpartition("/")[2]
    names_value = bool(last) and last != urlsplit(own).path.rstrip("/").rpartition("/")[2]
    return bool(_NO_VALUE.fullmatch(written.strip()) or (names_value and _NO_VALUE.fullmatch(last)))


def _is_section_of(declared: str, own: str) -> bool:
    """Whether `declared` is a folder that the story at `own` lies in, and no story's own folder."""
    folder, inside = _segments(declared), _segments(own)
    below = inside[len(folder) :]
    is_above = bool(folder) and bool(below) and inside[: len(folder)] == folder
    return is_above and not _names_story(folder[-1]) and _names_story(below[-1])


def _names_story(segment: str) -> bool:
    """Whether a part of a path looks like a story's: a headline's words, or a long number."""
    words = re.split(r"[-_+]|%20", segment)
    return len(words) >= _STORY_WORDS or bool(_STORY_NUMBER.search(segment))


def _segments(url: str) -> list[str]:
    segments = [segment for segment in urlsplit(url).path.split("/") if segment]
    return segments[:-1] if segments and _INDEX.fullmatch(segments[-1]) else segments


def _identity(canonical_url: str, reason: str, own_url: str) -> Identity:
    return Identity(canonical_url, article_id(canonical_url), reason, own_url)


def _spelling(page_url: str, base: str) -> str:
    try:
        requested = normalise(page_url)
    except UrlError:
        return IdentityReason.REDIRECT
    if requested != base:
        return IdentityReason.REDIRECT
    return IdentityReason.AS_FETCHED if page_url == base else IdentityReason.NORMALISED


def _out_of_cache(url: str) -> str:
    """The publisher's URL where `url` is one of the AMP cache's."""
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
    return not _segments(url) and not urlsplit(url).query
