"""The sources that are named on the command line."""

from __future__ import annotations

import click

from flows.configuration import Settings
from spiders.sources.source import Source


def chosen_sources(settings: Settings, names: tuple[str, ...]) -> list[Source]:
    """The sources of those names, all where none is named. Raises ClickException for an unknown name."""
    unknown = [name for name in names if name not in settings.sources]
    if unknown:
        raise click.ClickException(f"no such source: {', '.join(unknown)}")
    return [settings.sources[name] for name in names] or list(settings.sources.values())
