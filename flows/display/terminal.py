"""What is shown to people: fetched text made harmless, tables wide enough where nothing bounds them."""

from __future__ import annotations

from rich.console import Console

from flows.plain import plain

__all__ = ["WIDTH", "plain", "wide_console"]

WIDTH = 132
"""Columns where the output is no terminal."""


def wide_console() -> Console:
    """Standard output; as wide as the terminal, or WIDTH columns where it is a file or a pipe."""
    console = Console()
    return console if console.is_terminal else Console(width=WIDTH)
