"""Every command that README, docs and --help show."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click

from flows.cli import VERBS, cli

ROOT = Path(__file__).parents[1]
TYPED_AS_A_WHOLE = ROOT / "docs" / "tutorial.md"
"""By test_tutorial.py, against a newsroom of its own."""
PAGES = [
    ROOT / "README.md",
    *sorted(page for page in (ROOT / "docs").rglob("*.md") if page != TYPED_AS_A_WHOLE),
]


def blocks(language: str) -> list[str]:
    """What stands in the fences of a language on all pages."""
    fence = re.compile(rf"^```{language}\n(.*?)^```", re.MULTILINE | re.DOTALL)
    return [block for page in PAGES for block in fence.findall(page.read_text(encoding="utf-8"))]


def shown(program: str) -> list[tuple[str, ...]]:
    """The words after the program's name, each command once, without what is said beside it."""
    lines = "\n".join([*blocks("sh"), *_examples()]).replace("\\\n", " ").splitlines()
    parts = (part.strip() for line in lines for part in line.split("&&"))
    words = [
        shlex.split(re.split(r"\s{2,}", part)[0], comments=True)
        for part in parts
        if part.startswith(f"{program} ")
    ]
    return list(dict.fromkeys(tuple(some[1:]) for some in words))


def _examples() -> list[str]:
    """The texts in which verbs and their parts show examples."""
    context = click.Context(cli)
    verbs = [cli.get_command(context, verb) for verb in VERBS]
    parts = [
        verb.get_command(context, name)
        for verb in verbs
        if isinstance(verb, click.Group)
        for name in verb.list_commands(context)
    ]
    return [f"{command.help}\n{command.epilog}" for command in (*verbs, *parts) if command is not None]
