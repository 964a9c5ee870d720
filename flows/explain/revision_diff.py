"""Two revisions of an article side by side: pure, no printing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from warehouse.base.errors import CopydeskError
from warehouse.tables import Article


class NoSuchRevision(CopydeskError):
    """An article has no revision of a number, or only one."""

    def __init__(self, url: str, problem: str) -> None:
        super().__init__(url, problem)
        self.url = url
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.url}: {self.problem}"


@dataclass(frozen=True)
class DiffRow:
    """One line of both sides; `label` names metadata, and is empty for a block of the text.

    None where a side has no such block.
    """

    label: str
    before: str | None
    after: str | None

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


def two_revisions(revisions: Sequence[Article], wanted: str) -> tuple[Article, Article]:
    """The last extractions of two revisions: `wanted` is `3:5`, or empty for the last two.

    Raises NoSuchRevision.
    """
    latest = {row.revision: row for row in revisions}
    url = revisions[-1].canonical_url
    if not wanted and len(latest) < 2:
        raise NoSuchRevision(url, "has one revision only, so there is nothing to compare")
    first, _, second = (wanted or "{}:{}".format(*sorted(latest)[-2:])).partition(":")
    numbers = [int(number) if number.isdecimal() else None for number in (first, second)]
    if not all(number in latest for number in numbers):
        have = ", ".join(map(str, sorted(latest)))
        raise NoSuchRevision(url, f"--diff {wanted}: give two of its revisions ({have}) as in --diff 1:2")
    before, after = (latest[number] for number in numbers if number is not None)
    return before, after


def side_by_side(before: Article, after: Article) -> Iterator[DiffRow]:
    """The metadata of both, then their blocks, aligned."""
    for label, one, two in zip(_LABELS, _metadata(before), _metadata(after), strict=True):
        yield DiffRow(label, one, two)
    old, new = ([block.text for block in article.blocks] for article in (before, after))
    for _, start, end, other_start, other_end in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        for one, two in zip_longest(old[start:end], new[other_start:other_end]):
            yield DiffRow("", one, two)


_LABELS = ("title", "authors", "published", "modified", "standfirst", "note")


def _metadata(article: Article) -> tuple[str | None, ...]:
    dates = (article.published_at, article.modified_at)
    published, modified = (f"{date:%Y-%m-%d %H:%M} UTC" if date else None for date in dates)
    authors = ", ".join(article.authors) or None
    return article.title, authors, published, modified, article.description, article.correction_note
