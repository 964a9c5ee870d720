"""Tables of sources, written to the configuration."""

from __future__ import annotations

from pathlib import Path

import click

from flows.configuration import load_settings
from flows.display.counted import counted


def append_sources(config: Path, texts: list[str]) -> None:
    """Append tables of sources to the configuration and read it back. Raises ConfigError."""
    with config.open("a", encoding="utf-8") as file:
        file.writelines("\n" + text for text in texts)
    load_settings(config)
    click.echo(f"{config}: {counted(len(texts), 'source')} added", err=True)
