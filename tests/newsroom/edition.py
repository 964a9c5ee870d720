"""Which stories an outlet carries in the n-th edition, and with which text. Pure: no clock, no server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone

from newsroom.outlet import Carried, Outlet, Story

POINTERS = {
    "en": "Read the full report at {title}.",
    "de": "Den ganzen Bericht lesen Sie bei {title}.",
    "zh": "全文请见{title}。",
    "ar": "لقراءة التقرير كاملا زوروا {title}.",
}


@dataclass(frozen=True, kw_only=True)
class Publication:
    """One story as one outlet prints it in one edition.

    `modified` is what the page states, `changed` when its bytes last changed (a silent edit states nothing).
    """

    outlet: Outlet
    story: Story
    number: int
    edit: str
    title: str
    paragraphs: tuple[str, ...]
    published: datetime
    modified: datetime
    changed: datetime

    @property
    def path(self) -> str:
        local = self.published.astimezone(timezone(timedelta(hours=self.outlet.utc_offset)))
        section = self.story.section.lower().replace(" ", "-")
        return self.outlet.urls.format(day=local, slug=self.story.id, number=self.number, section=section)

    @property
    def visible(self) -> tuple[str, ...]:
        """The paragraphs that a reader without a subscription sees."""
        return self.paragraphs[:2] if self.story.paywalled else self.paragraphs


def publications(
    outlet: Outlet, outlets: Sequence[Outlet], editions: Sequence[datetime]
) -> tuple[Publication, ...]:
    """Everything that stands on the outlet's site when the last of `editions` (their times) is out."""
    return tuple(
        _published(outlet, story, copy, origin, number, editions)
        for number, (story, copy, origin) in enumerate(_carried_by(outlet, outlets))
        if story.held <= len(editions)
    )


def _carried_by(outlet: Outlet, outlets: Sequence[Outlet]) -> Iterator[tuple[Story, Carried | None, Outlet]]:
    for story in outlet.stories:
        yield story, None, outlet
    for origin in outlets:
        for story in origin.stories:
            for copy in story.carried:
                if copy.by == outlet.name:
                    yield story, copy, origin


def _published(
    outlet: Outlet,
    story: Story,
    copy: Carried | None,
    origin: Outlet,
    number: int,
    editions: Sequence[datetime],
) -> Publication:
    published = editions[story.held - 1] - timedelta(minutes=11 + 37 * number + outlet.port % 10)
    text, modified, changed = _text_in_edition(story, published, editions)
    first = Publication(
        outlet=outlet,
        story=story,
        number=1000 + 17 * number,
        edit="own",
        title=story.title,
        paragraphs=text,
        published=published,
        modified=modified,
        changed=changed,
    )
    return first if copy is None else _edited(first, copy, origin)


def _text_in_edition(
    story: Story, published: datetime, editions: Sequence[datetime]
) -> tuple[tuple[str, ...], datetime, datetime]:
    paragraphs, modified, changed = list(story.paragraphs), published, published
    correction = story.correction
    if correction and correction.edition <= len(editions):
        paragraphs[correction.paragraph] = correction.text
        changed = editions[correction.edition - 1]
        if not correction.silent:
            paragraphs.append(correction.note)
            modified = changed
    news = story.updates[: len(editions) - 1]
    if news:
        paragraphs.extend(news)
        modified = changed = editions[len(news)]
    return tuple(paragraphs), modified, changed


def _edited(publication: Publication, copy: Carried, origin: Outlet) -> Publication:
    story = replace(publication.story, amp=False, print=False)
    paragraphs = _EDITS[copy.edit](publication.paragraphs, copy, origin)
    return replace(publication, story=story, edit=copy.edit, title=copy.title, paragraphs=paragraphs)


def _trimmed(paragraphs: tuple[str, ...], copy: Carried, origin: Outlet) -> tuple[str, ...]:
    return (*paragraphs[:3], *paragraphs[4:-1])


def _localised(paragraphs: tuple[str, ...], copy: Carried, origin: Outlet) -> tuple[str, ...]:
    return (paragraphs[0], copy.local, *paragraphs[1:])


def _excerpt(paragraphs: tuple[str, ...], copy: Carried, origin: Outlet) -> tuple[str, ...]:
    return (*paragraphs[:2], POINTERS[origin.language].format(title=origin.title))


_EDITS = {
    "verbatim": lambda paragraphs, copy, origin: paragraphs,
    "trimmed": _trimmed,
    "localised": _localised,
    "excerpt": _excerpt,
}
