"""A console that is wide enough for tables where nothing bounds them."""

from __future__ import annotations

from rich.console import Console

WIDTH = 132
"""Columns where the output is no terminal."""


def wide_console() -> Console:
    """Standard output; as wide as the terminal, or WIDTH columns where it is a file or a pipe."""
    console = Console()
    return console if console.is_terminal else Console(width=WIDTH)
