"""Groups of sources: those that name the same `group`, and all others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from spiders.sources.source import Source
from warehouse.base.errors import CopydeskError

SHARED = "shared"
"""What the sources that name no group are called together."""


class NoSuchGroup(CopydeskError):
    """No source is of the group."""

    def __init__(self, group: str, known: Sequence[str]) -> None:
        super().__init__(group, known)
        self.group = group
        self.known = known

    def __str__(self) -> str:
        return f"no source has the group {self.group!r}; the groups are: {', '.join(self.known)}"


def groups_of(sources: Iterable[Source]) -> list[str]:
    """The groups of the enabled sources, by name."""
    return sorted({source.group or SHARED for source in sources if source.enabled})


def of_groups(sources: Mapping[str, Source], groups: Sequence[str]) -> dict[str, Source]:
    """All sources, those of other groups not enabled. Raises NoSuchGroup."""
    known = groups_of(sources.values())
    for group in groups:
        if group not in known:
            raise NoSuchGroup(group, known)
    return {
        name: source if (source.group or SHARED) in groups else replace(source, enabled=False)
        for name, source in sources.items()
    }
