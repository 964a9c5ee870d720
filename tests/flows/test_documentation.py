"""The commands that the documentation shows are commands that there are, and its queries run."""

from __future__ import annotations

import dataclasses
import re
import shlex
from pathlib import Path

import click
import pytest

from flows.cli import VERBS, cli
from flows.configuration import RetentionDays
from spiders.sources.source import Expectations, Source, SourceLimits

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
_FENCE = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


def shell_lines(page: Path) -> list[str]:
    blocks = _FENCE.findall(page.read_text(encoding="utf-8"))
    joined = "\n".join(blocks).replace("\\\n", " ")
    return [part.strip() for line in joined.splitlines() for part in line.split("&&")]


def copydesk_lines() -> list[str]:
    return sorted({line for page in PAGES for line in shell_lines(page) if line.startswith("copydesk ")})


def option_names(command: click.Command) -> set[str]:
    return {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}


@pytest.mark.parametrize("line", copydesk_lines())
def test_every_command_that_is_shown_exists_with_its_options(line: str) -> None:
    words = shlex.split(line, comments=True)[1:]
    known = option_names(cli) | {"--help", "-h", "--version"}
    command: click.Command = cli
    context = click.Context(cli)
    for word in words:
        if word.startswith("-"):
            assert word.split("=")[0] in known, f"{word} in: {line}"
        elif isinstance(command, click.Group) and (found := command.get_command(context, word)):
            command = found
            known |= option_names(found)
    assert command is not cli, line


def test_every_verb_has_help_with_an_example() -> None:
    context = click.Context(cli)
    for verb in VERBS:
        command = cli.get_command(context, verb)
        assert command is not None
        assert command.help, verb
        if not isinstance(command, click.Group):
            assert "copydesk " in (command.epilog or ""), f"{verb} shows no example"


def test_the_make_targets_that_the_readme_names_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {
        word for page in PAGES for word in re.findall(r"\bmake ([a-z]+)\b", page.read_text(encoding="utf-8"))
    }
    assert named & {"demo", "test"} == {"demo", "test"}
    assert {target for target in named if target in ("demo", "test", "lint", "bench", "pin")} <= targets


def test_every_key_of_the_configuration_is_documented() -> None:
    text = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)`", text)) | {"min_per_day", "max_per_day", "limits", "expect", "name"}
    tables = (Source, SourceLimits, Expectations, RetentionDays)
    keys = {field.name for table in tables for field in dataclasses.fields(table)}
    assert sorted(keys - named) == []
