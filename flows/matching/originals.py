"""The original of a cluster: which of its members had the story first. Pure.

Observed: most copies are of an agency's story, and the agency's own site may publish it hours after its
clients have; the text says whose it is ("LONDON (Reuters) –", "© AFP", "/dpa"). Else the one that was
published earliest had it first. The rule: a member on an agency's own site whose text credits that agency;
else the earliest published. A published date that names a day only is no time of that day: such a member
counts as published when it was seen, or at the end of its day. Members are compared as they state their
dates, so a site that sets its clock or its dates back is believed.

Exceptions: an agency whose site is not watched cannot be named; an outlet that publishes the release of a
company at once is no author of it. A mistake credits a copy with being first; nothing is hidden by it.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files

from flows.matching.copy_history import MatchedArticle
from spiders.identity.urls import site_of

HEAD_CHARS = 400
TAIL_CHARS = 300
_BEFORE = r"(?:[(\[（【/©–—-]\s*|\b[Bb]y |\b[Ss]ource: ?)"
_AFTER = r"\s*(?:[)\]）】/–—]|- )"


def originals(
    members: Sequence[MatchedArticle],
    group: Sequence[int],
    texts: Callable[[Sequence[str]], Mapping[str, str]],
) -> list[int]:
    """For each article the number of its group's original; `group` numbers the group of each.

    `texts` gives texts by key; it is called for those of members on agencies' own sites only.
    """
    of_group: dict[int, list[int]] = defaultdict(list)
    for index, number in enumerate(group):
        of_group[number].append(index)
    groups = [indexes for indexes in of_group.values() if len(indexes) > 1]
    on_agency = [
        members[index].article_id for indexes in groups for index in indexes if _agency(members[index])
    ]
    known = texts(on_agency) if on_agency else {}
    first = list(range(len(members)))
    for indexes in groups:
        credited = [index for index in indexes if _is_credited(members[index], known)]
        best = min(credited or indexes, key=lambda index: _published(members[index]))
        for index in indexes:
            first[index] = best
    return first


def credits_agency(text: str, agency: str) -> bool:
    """Whether a text credits an agency at its head or tail."""
    ends = f"{text[:HEAD_CHARS]}\n{text[-TAIL_CHARS:]}"
    return bool(_pattern(agency).search(ends))


def _is_credited(article: MatchedArticle, texts: Mapping[str, str]) -> bool:
    agency = _agency(article)
    return agency is not None and credits_agency(texts.get(article.article_id, ""), agency)


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
    return re.compile(rf"{_BEFORE}(?:{names})\b|(?<!\w)(?:{names}){_AFTER}|^(?:{names})$", re.MULTILINE)
