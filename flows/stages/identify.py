"""Which article a page is, as far as it takes more than the page: other pages, and what has landed. Pure.

Observed: templates with a mistake name one canonical URL on many pages (a section, the neighbour that the
page was copied from); and publishers change a story's URL, or move the whole site, and redirect the old
URLs. The rules, each for pages with a text to compare:

- *Shared canonical.* Where pages name a URL that is not theirs, and what stands there (in this batch, or
  landed) is another story, or they are different stories among themselves, none of them is believed. A page
  once refused stays refused.
- *Moved.* A redirect from a known article's URL to a page with the same story carries the article along: it
  keeps its key, and the old URL is one of its former ones. A redirect to another text (the front page, a
  section) does not. Of a source whose table names former hosts, a page with the same story at a known
  article's path is that article, whether the old host still responds or not. Where what the redirect leads
  to had landed as an article of its own, with the same story, the two are one: the one that landed first has
  the URLs of both from then on (`flows.matching.former_keys`).
- *Known as AMP.* A page that an article names as its `amphtml` is that article, though it says nothing
  itself.

Two pages tell the same story when, without the blocks that both begin or end with, SAME_WORDS of the first
LEAD words of one stand in the other, by runs of three, or when they have one headline and one URL lies
below the other (pages of a long story). The lead, since what different stories share (legal notes, promos)
ends them. Exceptions: a story that is rewritten between the fetches of two of its forms is taken for
another one, which costs a second row; the first page of a wrongly shared URL that comes alone keeps it. A
wrong belief loses the other page's text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from dedupe.blocks import words
from flows.draft import Draft
from spiders.extraction.model import story_blocks
from spiders.identity.canonical_url import Identity, without_variant
from spiders.identity.former_hosts import FormerHosts, urls_at
from spiders.identity.urls import UrlError, article_id, normalise
from warehouse.values import IdentityReason

SAME_WORDS = 0.35
LEAD = 80
_RUN = 3
_SHARED = IdentityReason.SHARED_CANONICAL_REFUSED


@dataclass(frozen=True, kw_only=True)
class KnownArticle:
    """What identity needs of a landed article: its latest row. `url` is the page that it was read from,
    `first_landed_at` is when its first row landed."""

    article_id: str
    canonical_url: str
    identity_reason: str
    former_urls: tuple[str, ...]
    url: str
    title: str | None
    lines: tuple[str, ...]
    first_landed_at: datetime


class KnownArticles:
    """Landed articles by key and by the URLs that lead to them; `amp` has keys by the URL of the AMP form."""

    def __init__(
        self,
        articles: Iterable[KnownArticle] = (),
        amp: Mapping[str, str] | None = None,
        former_hosts: FormerHosts | None = None,
    ) -> None:
        self._former_hosts = former_hosts or {}
        self._by_id = {article.article_id: article for article in articles}
        # An article that took in another has all URLs of that, and at least one more.
        by_urls = sorted(self._by_id.values(), key=lambda article: len(article.former_urls))
        self._moved = {
            url: article
            for article in by_urls
            if article.former_urls
            for url in (*article.former_urls, article.canonical_url)
        }
        self._amp = amp or {}

    def at(self, url: str) -> KnownArticle | None:
        """The article that has, or had, a canonical URL."""
        return self._moved.get(url) or self._by_id.get(article_id(url))

    def before(self, draft: Draft) -> KnownArticle | None:
        """The article at a URL that the page had before its site moved to another host."""
        return next(filter(None, map(self.at, urls_before(draft, self._former_hosts))), None)

    def with_amp(self, url: str) -> KnownArticle | None:
        """The article that names a URL as its AMP form."""
        return self._by_id.get(self._amp.get(url, ""))


def settle_identities(drafts: Sequence[Draft], known: KnownArticles) -> list[Draft]:
    """The drafts in their order, each with the identity that the batch and `known` leave it."""
    named = [_as_amp_form(draft, known) for draft in drafts]
    settled = _without_shared(named, known)
    moves = {
        draft.identity.canonical_url: article
        for draft in settled
        if (article := _moved_from(draft, known)) is not None
    }
    return [_moved(draft, moves, known) for draft in settled]


def urls_before(draft: Draft, former_hosts: FormerHosts) -> list[str]:
    """The URLs that the page may have had at the former hosts of its source."""
    hosts = former_hosts.get(draft.source, ())
    urls = dict.fromkeys((draft.identity.canonical_url, draft.identity.own_url))
    return [before for url in urls for before in urls_at(url, hosts)] if hosts else []


def former_urls_of(article: KnownArticle, url: str) -> tuple[str, ...]:
    """The former URLs of an article whose canonical URL is `url` from now on."""
    return tuple(dict.fromkeys(each for each in (*article.former_urls, article.canonical_url) if each != url))


def _as_amp_form(draft: Draft, known: KnownArticles) -> Draft:
    """The draft as the AMP form that a landed article says it is."""
    own = draft.identity.own_url
    article = known.with_amp(own) if draft.identity.canonical_url == own else None
    if article is None or article.canonical_url == own:
        return draft
    found = Identity(article.canonical_url, article.article_id, IdentityReason.AMP, own, article.former_urls)
    return replace(draft, identity=found)


def _without_shared(drafts: Sequence[Draft], known: KnownArticles) -> list[Draft]:
    """The drafts, those on their own that name a canonical URL which stands for another story."""
    guests: dict[str, list[int]] = defaultdict(list)
    hosts = {draft.identity.own_url: draft for draft in drafts}
    settled = list(drafts)
    for index, draft in enumerate(drafts):
        if _is_guest(draft.identity):
            guests[draft.identity.canonical_url].append(index)
    for url, indexes in guests.items():
        named = [drafts[index] for index in indexes]
        for index, is_believed in zip(indexes, _believed(url, named, hosts.get(url), known), strict=True):
            if not is_believed:
                settled[index] = replace(drafts[index], identity=drafts[index].identity.refused(_SHARED))
    return settled


def _is_guest(identity: Identity) -> bool:
    """Whether a page names a URL that its own does not spell as another form of."""
    return identity.is_declared and without_variant(identity.own_url)[0] != identity.canonical_url


def _believed(url: str, guests: Sequence[Draft], host: Draft | None, known: KnownArticles) -> Iterable[bool]:
    """For each page that names `url` as canonical, whether that is believed."""
    article = known.at(url)
    if host is not None:
        standing = [_page(host)]
    elif article is not None:
        standing = [_landed(article)]
    else:
        standing = [_page(guest) for guest in guests]
    for guest in guests:
        refused = known.at(guest.identity.own_url)
        if refused is not None and refused.identity_reason == _SHARED:
            yield False
        elif article is not None and _normal(article.url) == guest.identity.own_url:
            yield True
        else:
            yield all(_same_story(_page(guest), other) for other in standing)


def _moved_from(draft: Draft, known: KnownArticles) -> KnownArticle | None:
    """The known article whose URL redirects to the page, or had its path at a former host of the site.

    Where the page is another known article with the same story, it is both in one. None where it is another
    with another story.
    """
    requested = draft.redirected_from
    article = (known.at(requested) if requested else None) or known.before(draft)
    if article is None or not _same_story(_page(draft), _landed(article)):
        return None
    here = known.at(draft.identity.canonical_url)
    if here is None:
        return article
    if here is article:
        return article if article.canonical_url != draft.identity.canonical_url else None
    return _in_one(article, here) if _same_story(_landed(article), _landed(here)) else None


def _in_one(before: KnownArticle, after: KnownArticle) -> KnownArticle:
    """Two articles that a redirect shows to be one: that which landed first, with the URLs of both."""
    kept, gone = (before, after) if before.first_landed_at <= after.first_landed_at else (after, before)
    return replace(kept, former_urls=(*kept.former_urls, *former_urls_of(gone, "")))


def _moved(draft: Draft, moves: Mapping[str, KnownArticle], known: KnownArticles) -> Draft:
    """The draft as the article that moved, now or before, to its canonical URL."""
    url = draft.identity.canonical_url
    article = moves.get(url) or known.at(url)
    if article is None or (article.article_id == draft.identity.article_id and not article.former_urls):
        return draft
    if url in moves or url == article.canonical_url:
        return _as(draft, article, url)
    if _same_story(_page(draft), _landed(article)):
        return _as(draft, article, article.canonical_url)
    return replace(draft, identity=replace(draft.identity, article_id=article_id(f"{url}#reused")))


def _as(draft: Draft, article: KnownArticle, url: str) -> Draft:
    """The draft as an article whose canonical URL is `url` from now on."""
    is_as_named = draft.identity.canonical_url == url == article.canonical_url
    found = replace(
        draft.identity,
        canonical_url=url,
        article_id=article.article_id,
        reason=draft.identity.reason if is_as_named else IdentityReason.MOVED,
        former_urls=former_urls_of(article, url),
    )
    return replace(draft, identity=found)


@dataclass(frozen=True)
class _Story:
    """What of a page is compared."""

    url: str
    title: str
    lines: tuple[str, ...]


def _page(draft: Draft) -> _Story:
    blocks = story_blocks(draft.extraction.blocks)
    return _story(draft.identity.own_url, draft.extraction.title, tuple(block.text for block in blocks))


def _landed(article: KnownArticle) -> _Story:
    return _story(_normal(article.url) or article.canonical_url, article.title, article.lines)


def _story(url: str, title: str | None, lines: tuple[str, ...]) -> _Story:
    return _Story(url, " ".join(words(title or "")), lines)


def _same_story(one: _Story, two: _Story) -> bool:
    if one.url == two.url:
        return True
    if one.title and one.title == two.title and _lies_below(one.url, two.url):
        return True
    first, second = _without_common_ends(one.lines, two.lines)
    if not (first and second):
        return True
    return max(_lead_in(first, second), _lead_in(second, first)) >= SAME_WORDS


def _lead_in(one: Sequence[str], two: Sequence[str]) -> float:
    """How much of the lead of one text stands in another, 0 to 1."""
    lead = _runs(words(" ".join(one))[:LEAD])
    return len(lead & _runs(words(" ".join(two)))) / len(lead)


def _lies_below(one: str, two: str) -> bool:
    above, below = sorted((one.partition("?")[0].rstrip("/"), two.partition("?")[0].rstrip("/")), key=len)
    return below == above or below.startswith(above + "/")


def _without_common_ends(one: Sequence[str], two: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Two texts without the blocks that both begin with, and those that both end with."""
    start = _common(one, two)
    one, two = one[start:], two[start:]
    end = _common(one[::-1], two[::-1])
    return (one[:-end], two[:-end]) if end else (one, two)


def _common(one: Sequence[str], two: Sequence[str]) -> int:
    pairs = enumerate(zip(one, two, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(two)))


def _runs(found: Sequence[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(found[at : at + _RUN]) for at in range(max(1, len(found) - _RUN + 1)))


def _normal(url: str) -> str | None:
    try:
        return normalise(url)
    except UrlError:
        return None
