"""One judgement over all evidence: what type of page it is.

Theory. Nothing that a page says of itself is true on every site: templates state `og:type article` on lists,
short stories stand beside longer sidebars, tag pages hold whole stories as excerpts. But independent signs
seldom agree on what is false. So every sign is a clue with a weight for one type, and the type with the
greatest sum is the page's where it weighs MIN_WEIGHT and more than what speaks for an article. Else it is
an article. Weights are ranks of how often a sign was wrong on the pages of the corpora (true articles) and on
sites of ten kinds of software (lists): 4 and 5 for what the publishing system states by a word made for it
(body classes) and for URLs that only lists have, 3 for text that belongs to linked headings, 1 and 2 for
what templates also use in another sense. A feed that lists the page among the site's stories counts 4: it is
the site's own word for what its stories are. All of these are signs of what stands at a URL. Where a form for
its password, or an instruction to go on, stands there in its place, they are right and the page holds no
story all the same: so these two outweigh them all (DECISIVE). A class for pages apart from the posts is
set on stories, too, and Ghost's pages state dates and an article: it counts in full where the URL agrees.

Known exceptions: a list at a URL that tells nothing, without classes and with one entry, lands; a story
at `/news/` is refused unless a feed has it. The costs are unequal: an article that is refused is lost, a list
that lands is one odd row, but one that holds stories hides them as copies, and it is revised in every run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from spiders.extraction.pagetype.evidence import PageEvidence
from spiders.extraction.pagetype.types import Clue, Judgement, PageType
from spiders.extraction.pagetype.urlshape import UrlShape

ENOUGH_WORDS = 250
RUN_WORDS = 40
SHORT_STORY_WORDS = 20
MIN_ENTRIES = 2
MIN_FIELDS = 2
MIN_WEIGHT = 3
"""What speaks for another type has to weigh so much before an article is refused."""
MIN_EXCERPTS = 40
"""Words of all entries together that make a list."""
MANY_LINKS = 6
STUB_WORDS = 60
FORM_WORDS = 40
MEDIA_WORDS = 15
DECISIVE = 30
"""More than all clues of a URL, a feed and a page's statements together."""
ARTICLE, LISTING, FRONT = PageType.ARTICLE, PageType.LISTING, PageType.FRONT_PAGE


def judge(evidence: PageEvidence) -> Judgement:
    """The type of a page, from every clue that its evidence gives."""
    clues = tuple(_clues(evidence))
    weights: Counter[PageType] = Counter()
    for clue in clues:
        weights[clue.speaks_for] += clue.weight
    against = Counter({kind: weight for kind, weight in weights.items() if kind is not ARTICLE})
    if not against:
        return Judgement(ARTICLE, clues)
    kind, weight = against.most_common(1)[0]
    if kind in (LISTING, FRONT):  # a front page is a list: their clues add up
        weight = weights[LISTING] + weights[FRONT]
    is_enough = weight >= MIN_WEIGHT and weight > weights[ARTICLE]
    return Judgement(kind if is_enough else ARTICLE, clues)


def is_plainly_article(evidence: PageEvidence) -> bool:
    """Whether a page needs no further look: long, stated as one article, at no list's URL."""
    return (
        evidence.states_one_article
        and evidence.words >= ENOUGH_WORDS
        and evidence.url in (UrlShape.STORY, UrlShape.PLAIN)
        and evidence.states_list is None
    )


def _clues(evidence: PageEvidence) -> Iterator[Clue]:
    if is_plainly_article(evidence):
        yield Clue(ARTICLE, 8, f"states one article, {evidence.words} words")
        return
    yield from _from_outside(evidence)
    yield from _from_url(evidence)
    yield from _from_statements(evidence)
    yield from _from_structure(evidence)
    yield from _from_purpose(evidence)


def _from_outside(evidence: PageEvidence) -> Iterator[Clue]:
    if evidence.from_feed:
        yield Clue(ARTICLE, 4, f"listed in the site's {evidence.page.discovery.replace('_', ' ')}")


_SHAPES = {
    UrlShape.ROOT: (FRONT, 5),
    UrlShape.PART_OF_LIST: (LISTING, 5),
    UrlShape.LIST: (LISTING, 4),
    UrlShape.ERROR: (PageType.ERROR_PAGE, 5),
    UrlShape.STATIC: (PageType.STATIC_PAGE, 8),
    UrlShape.STORY: (ARTICLE, 2),
}


def _from_url(evidence: PageEvidence) -> Iterator[Clue]:
    shape = evidence.url
    if shape in _SHAPES:
        yield Clue(*_SHAPES[shape], shape.value)
    elif shape is UrlShape.BELOW_STATIC and not evidence.states_date:
        yield Clue(PageType.STATIC_PAGE, 4, shape.value)


def _from_statements(evidence: PageEvidence) -> Iterator[Clue]:
    for kind in dict.fromkeys(kind for kind, _ in evidence.classes):
        words = " ".join(word for named, word in evidence.classes if named is kind)
        counts_in_full = kind is not PageType.STATIC_PAGE or evidence.url is UrlShape.STATIC
        if counts_in_full or not evidence.states_date:
            yield Clue(kind, 4 if counts_in_full else 2, f"class {words}")
    if evidence.states_one_article:
        yield Clue(ARTICLE, 2, "states one article")
    if evidence.og_type == "article":
        yield Clue(ARTICLE, 1, "og:type article")
    if evidence.stated.first_meta("article:published_time"):
        yield Clue(ARTICLE, 2, "article:published_time")
    if evidence.states_list:
        yield Clue(LISTING, 3, f"states a {evidence.states_list}")
    if evidence.states_static:
        yield Clue(PageType.STATIC_PAGE, 3, f"states a {evidence.states_static}")
    if evidence.og_type in ("website", "blog", "profile") and not evidence.states_date:
        if evidence.og_type == "profile":
            yield Clue(LISTING, 2, "og:type profile")
        elif "WebPage" in evidence.schema_types or "WebSite" in evidence.schema_types:
            yield Clue(PageType.STATIC_PAGE, 3, "states a web page, and neither article nor date")


def _from_structure(evidence: PageEvidence) -> Iterator[Clue]:
    found = evidence.structure
    is_list = found.entries >= MIN_ENTRIES and found.entry_words > max(found.own_words, MIN_EXCERPTS)
    if is_list:
        weight = 4 if found.own_words < RUN_WORDS or found.entry_words > 2 * found.own_words else 3
        yield Clue(
            LISTING, weight, f"{found.entries} headlines that lead elsewhere, with {found.entry_words} words"
        )
    elif found.leading_entry and found.entry_words > found.own_words:
        yield Clue(LISTING, 1, "the text stands below a headline that leads elsewhere")
    elif found.longest_run >= RUN_WORDS and 2 * found.longest_run >= evidence.words:
        weight = 5 if found.longest_run >= ENOUGH_WORDS else 3
        yield Clue(ARTICLE, weight, f"{found.longest_run} words in a row of its own")
    words = found.own_words if is_list else found.own_words + found.entry_words
    if words < SHORT_STORY_WORDS:
        links = max(found.linked_headings, evidence.headline_links)
        if links >= MANY_LINKS:
            yield Clue(LISTING, 2 if words else 3, f"{links} headlines that lead elsewhere, {words} words")
    if found.has_own_headline and found.own_words >= SHORT_STORY_WORDS:
        yield Clue(ARTICLE, 2, f"{found.own_words} words below its own headline")
    if evidence.next_page:
        yield Clue(LISTING, 3, f"continues at {evidence.next_page}"[:120])


def _from_purpose(evidence: PageEvidence) -> Iterator[Clue]:
    if evidence.words < STUB_WORDS and evidence.sends_on:
        yield Clue(PageType.STUB, DECISIVE, f"redirects its reader to {evidence.sends_on}"[:160])
    if evidence.words < FORM_WORDS and evidence.asks_password:
        yield Clue(PageType.FORM, DECISIVE, "a form for the password of a protected story")
    is_bare = evidence.words < FORM_WORDS and evidence.structure.own_words < SHORT_STORY_WORDS
    if is_bare and evidence.fields >= MIN_FIELDS and evidence.url is not UrlShape.STORY:
        yield Clue(PageType.FORM, 4, f"{evidence.fields} fields to fill in, {evidence.words} words")
    if evidence.og_type.startswith(("video", "music")) and evidence.words < MEDIA_WORDS:
        yield Clue(PageType.MEDIA, 3, f"og:type {evidence.og_type}")
