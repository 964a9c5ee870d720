"""What an outlet's TOML file declares."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "outlets"


@dataclass(frozen=True, kw_only=True)
class Carried:
    """Another outlet's copy of a wire story.

    `edit` is verbatim, trimmed (two paragraphs dropped), localised (`local` added as second paragraph)
    or excerpt (the first two paragraphs and a pointer to the original).
    """

    by: str
    edit: str
    title: str
    local: str = ""


@dataclass(frozen=True, kw_only=True)
class Correction:
    """From `edition` on, paragraph number `paragraph` reads `text`; a silent one changes no date."""

    edition: int
    paragraph: int
    text: str
    note: str = ""

    @property
    def silent(self) -> bool:
        return not self.note


@dataclass(frozen=True, kw_only=True)
class Story:
    """One story as it was written. `held` is the first edition that carries it."""

    id: str
    title: str
    section: str
    author: str
    text: str
    tags: tuple[str, ...] = ()
    held: int = 1
    amp: bool = False
    print: bool = False
    paywalled: bool = False
    correction: Correction | None = None
    updates: tuple[str, ...] = ()
    carried: tuple[Carried, ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(" ".join(part.split()) for part in self.text.strip().split("\n\n"))


@dataclass(frozen=True, kw_only=True)
class Odd:
    """A link that is not simply an article.

    `kind` is consent, login, soft_404, script_only, listing, missing, disallowed or moved (a redirect to
    the story named by `story`).
    """

    kind: str
    path: str
    title: str
    story: str = ""


@dataclass(frozen=True, kw_only=True)
class Promos:
    """Blocks that stand in every story of the outlet, inside the article element."""

    head: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    tail: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Outlet:
    """One outlet: how it publishes, and what."""

    name: str
    title: str
    language: str
    utc_offset: int
    port: int
    urls: str
    metadata: str
    validators: str
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    crawl_delay: float = 0.2
    disallow: tuple[str, ...] = ()
    charset: str = "utf-8"
    tracking: str = ""
    byline: str = ""
    boxes: Mapping[str, str] = field(default_factory=dict)
    promos: Promos = Promos()
    stories: tuple[Story, ...] = ()
    odd: tuple[Odd, ...] = ()


def read_outlets(folder: Path = FOLDER) -> tuple[Outlet, ...]:
    """Every outlet of the folder, in the order of their ports."""
    outlets = (read_outlet(path) for path in folder.glob("*.toml"))
    return tuple(sorted(outlets, key=lambda outlet: outlet.port))


def read_outlet(path: Path) -> Outlet:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    stories = tuple(_story(entry) for entry in table.pop("story", ()))
    odd = tuple(Odd(**entry) for entry in table.pop("odd", ()))
    promos = Promos(**_tuples(table.pop("promos", {})))
    return Outlet(name=path.stem, stories=stories, odd=odd, promos=promos, **_tuples(table))


def _story(entry: dict[str, Any]) -> Story:
    carried = tuple(Carried(**copy) for copy in entry.pop("carried", ()))
    correction = entry.pop("correction", None)
    return Story(
        carried=carried, correction=Correction(**correction) if correction else None, **_tuples(entry)
    )


def _tuples(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
