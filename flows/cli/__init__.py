"""The command line: one file a verb, loaded when it is called."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import click

from flows.cli.context import CliContext
from warehouse.errors import CopydeskError
from warehouse.folder import DataFolder

VERBS = {
    "run": "flows.cli.run:run",
    "import": "flows.cli.import_:import_",
    "sources": "flows.cli.sources:sources",
    "query": "flows.cli.query:query",
    "status": "flows.cli.status:status",
    "explain": "flows.cli.explain:explain_url",
    "init": "flows.cli.init:init",
    "serve": "flows.cli.serve:serve",
    "search": "flows.cli.search:search",
    "erase": "flows.cli.erase:erase_content",
    "fsck": "flows.cli.fsck:fsck",
    "export": "flows.cli.export:export_articles",
    "shell": "flows.cli.shell:shell",
    "migrate": "flows.cli.migrate:migrate",
    "snapshots": "flows.cli.snapshots:snapshots",
    "maintain": "flows.cli.maintain:maintain",
    "dedupe": "flows.cli.dedupe:dedupe",
    "promos": "flows.cli.promos:promos",
    "reclean": "flows.cli.reclean:reclean",
    "reextract": "flows.cli.reclean:reextract",
    "eval": "flows.cli.evaluate:evaluate",
}
"""Every verb, and the command that it loads."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are asked for: `--help` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        module, _, name = VERBS[cmd_name].partition(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Every error that copydesk raises on purpose is one line and exit code 1."""
        try:
            return super().invoke(ctx)
        except CopydeskError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("data"),
    envvar="COPYDESK_DATA",
    show_default=True,
    show_envvar=True,
    help="The data folder.",
)
@click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("sources.toml"),
    envvar="COPYDESK_CONFIG",
    show_default=True,
    show_envvar=True,
    help="The configuration: contact, network rules and sources.",
)
@click.version_option(package_name="copydesk")
@click.pass_context
def cli(ctx: click.Context, data: Path, config: Path) -> None:
    """copydesk keeps a clean, deduplicated, queryable news warehouse up to date."""
    ctx.obj = CliContext(DataFolder(data), config)


def main() -> None:
    """Entry point of the console script. Exit codes: 0 fine, 1 a stated failure, 2 wrong usage."""
    cli(prog_name="copydesk")
