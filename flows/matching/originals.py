"""The original of a cluster: which of its members had the story first. Pure.

Observed: most copies are of an agency's story, and the agency's own site may publish it hours after its
clients have. The text, the byline or a line that was cut says whose it is ("LONDON (Reuters) –", "© AFP",
"/dpa", "Mit Material von dpa"), but the agency's own page often does not: there it goes without saying. Else
the one that was published earliest had it first. The rule: a member on the own site of an agency that it or
another member credits; else the earliest published. A published date that names a day only is no time of that
day: such a member counts as published when it was seen, or at the end of its day. Members are compared as
they state their dates, so a site that sets its clock or its dates back is believed. To quote an agency ("told
AFP") is no credit.

Exceptions: an agency whose site is not watched cannot be named; an outlet that publishes the release of a
company at once is no author of it. A mistake credits a copy with being first; nothing is hidden by it.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files

from flows.matching.copy_history import MatchedArticle
from spiders.identity.urls import site_of

HEAD_CHARS = 400
TAIL_CHARS = 500
MOST_OTHERS = 20
"""Other members of a group in whose texts a credit is looked for, the earliest ones."""

_BEFORE = (
    r"(?:[(\[（【/©=–—-]\s*"
    r"|^(?:[Rr]eporting )?[Bb]y (?:[Tt]he )?|[.(] ?[Rr]eporting by (?:[Tt]he )?"
    r"|(?:^|© ?)(?:[Cc]opyright|\([Cc]\)|©) ?(?:\d{4} )?(?:[Tt]he )?"
    r"|\b(?:[Ss]ources?|[Qq]uellen?|[Bb]ron|[Ff]uentes?|[Ff]ontes?"
    r"|[Kk]ilder?|[Kk]älla|[Zz]droj|Źródło|[Kk]aynak) ?: ?"
    r"|^(?:[Mm]it Material (?:von|der)|[Mm]it|[Aa]vec|[Cc]on|[Cc]om|[Ww]ith) )"
)
_CHINESE_DATELINE = r"\w{0,12}?\d{1,2}月\d{1,2}日[电電]"
_AFTER = r"\s*(?:[)\]）】/–—]|- )"


def originals(
    members: Sequence[MatchedArticle],
    group: Sequence[int],
    texts: Callable[[Sequence[str]], Mapping[str, str]],
) -> list[int]:
    """For each article the number of its group's original; `group` numbers the group of each.

    `texts` gives texts by key, bylines before them and lines that were cut after them; it is called for
    members of groups that have one on an agency's own site, and for no others.
    """
    of_group: dict[int, list[int]] = defaultdict(list)
    for index, number in enumerate(group):
        of_group[number].append(index)
    first = list(range(len(members)))
    groups = [
        sorted(indexes, key=lambda index: _published(members[index]))
        for indexes in of_group.values()
        if len(indexes) > 1
    ]
    known = _texts_with_credits(members, groups, texts)
    for indexes in groups:
        said = [known[members[index].article_id] for index in indexes if members[index].article_id in known]
        credited = (index for index in indexes if _is_credited(members[index], said))
        best = next(credited, indexes[0])
        for index in indexes:
            first[index] = best
    return first


def _texts_with_credits(
    members: Sequence[MatchedArticle],
    groups: Iterable[Sequence[int]],
    texts: Callable[[Sequence[str]], Mapping[str, str]],
) -> Mapping[str, str]:
    """The texts of groups that have a member on an agency's site: of all such, and of the earliest others."""
    keys: list[str] = []
    for indexes in groups:
        own = [index for index in indexes if _agency(members[index])]
        if own:
            others = [index for index in indexes if index not in own][:MOST_OTHERS]
            keys.extend(members[index].article_id for index in (*own, *others))
    return texts(keys) if keys else {}


def credits_agency(text: str, agency: str) -> bool:
    """Whether a text credits an agency at its head or tail."""
    ends = f"{text[:HEAD_CHARS]}\n{text[-TAIL_CHARS:]}"
    return bool(_pattern(agency).search(ends))


def _is_credited(article: MatchedArticle, texts: Iterable[str]) -> bool:
    """Whether an article stands on the site of an agency that one of some texts credits."""
    agency = _agency(article)
    return agency is not None and any(credits_agency(text, agency) for text in texts)


def _agency(article: MatchedArticle) -> str | None:
    """The agency on whose own site an article stands.

    Of domains that end otherwise the site is not asked: the list of public suffixes takes .15 CPU seconds to
    load, and most runs need it for nothing else.
    """
    agencies, labels = _agencies_by_domain(), (article.domain or "").split(".")
    if not any(".".join(labels[first:]) in agencies for first in range(len(labels))):
        return None
    return agencies.get(site_of(f"https://{article.domain}/"))


def _published(article: MatchedArticle) -> tuple[datetime, datetime, str]:
    published = article.published_at or article.discovered_at
    if article.published_at and article.published_precision == "day":
        published = max(
            article.published_at, min(article.discovered_at, article.published_at + timedelta(days=1))
        )
    return published, article.discovered_at, article.article_id


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    text = (files("flows.matching") / "agencies.toml").read_text(encoding="utf-8")
    table: dict[str, dict[str, list[str]]] = tomllib.loads(text)["agencies"]
    return table


@cache
def _agencies_by_domain() -> dict[str, str]:
    return {domain: name for name, agency in _table().items() for domain in agency["domains"]}


@cache
def _pattern(agency: str) -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(_table()[agency]["credits"], key=len, reverse=True)))
    return re.compile(
        rf"{_BEFORE}(?:{names})\b|(?<!\w)(?:{names}){_AFTER}|^(?:{names})$|^(?:{names}){_CHINESE_DATELINE}",
        re.MULTILINE,
    )
