"""`copydesk eval`: measure what the pipeline finds against what is true."""

from __future__ import annotations

import importlib

import click

MEASURES = {
    "extraction": "flows.cli.evaluate_extraction:extraction",
    "duplicates": "flows.cli.evaluate_duplicates:duplicates",
}
"""Every measure, and the command that it loads."""


class LazyMeasures(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(MEASURES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in MEASURES:
            return None
        module, _, name = MEASURES[cmd_name].partition(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command


@click.group("eval", cls=LazyMeasures)
def evaluate() -> None:
    """Measure extraction or matching against gold files.

    \b
    Example:
      copydesk eval extraction pages.warc.gz --gold pages-gold.jsonl
    """
