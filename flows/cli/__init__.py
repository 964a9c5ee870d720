"""The command line: one file a verb, loaded when it is called."""

from __future__ import annotations

import atexit
import gc
import importlib
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import click

from flows.cli.cli_context import CliContext
from flows.cli.errors import error_message
from flows.cli.installation import PackageReplaced, check_installation_is_ours
from flows.cli.libraries import configure_libraries, load_arrow_alone
from flows.display.logs import FORMS, configure_logs
from warehouse.base.run_lock import WAIT_SECONDS


@dataclass(frozen=True)
class Verb:
    """Where a verb's command stands, and its line in the list of verbs."""

    command: str
    line: str
    only_reads: bool = False
    """Whether it reads rows and shows them: no numbers are reckoned with, and numpy is not loaded."""


VERBS = {
    "init": Verb("flows.cli.init:init", "Write a first configuration."),
    "sources": Verb("flows.cli.sources:sources", "Add, check, import and export sources."),
    "run": Verb(
        "flows.cli.run:run", "Bring the warehouse up to date: crawl, extract, clean, match, commit, publish."
    ),
    "serve": Verb("flows.cli.serve:serve", "Run on a schedule until stopped."),
    "deploy": Verb("flows.cli.deploy:deploy", "Set up a Prefect server for workers."),
    "backfill": Verb("flows.cli.backfill:backfill", "Import and land archives, one after another."),
    "import": Verb(
        "flows.cli.import_:import_", "Land the pages of WARC files, HTML files and folders of both."
    ),
    "status": Verb("flows.cli.status:status", "Show the state of runs and sources.", only_reads=True),
    "doctor": Verb("flows.cli.doctor:doctor", "Check the installation and say how to fix it."),
    "metrics": Verb("flows.cli.metrics:metrics", "Print metrics for monitoring, as OpenMetrics text."),
    "alerts": Verb("flows.cli.alerts:alerts", "Send a test message to the receivers of findings."),
    "explain": Verb(
        "flows.cli.explain:explain_url", "Show everything that is known about one URL.", only_reads=True
    ),
    "query": Verb("flows.cli.query:query", "Run SQL over a snapshot.", only_reads=True),
    "search": Verb("flows.cli.search:search", "Find articles by words, in any script.", only_reads=True),
    "fts": Verb("flows.cli.fts:fts", "Build a full-text index for SQL users, inside DuckDB."),
    "shell": Verb("flows.cli.shell:shell", "Open an interactive prompt with the views loaded."),
    "desk": Verb("flows.cli.desk:desk", "Show the warehouse as web pages."),
    "mcp": Verb("flows.cli.mcp:mcp", "Answer assistants' questions (Model Context Protocol)."),
    "report": Verb("flows.cli.report:report", "Write the last days as one HTML file."),
    "export": Verb("flows.cli.export:export_articles", "Write articles for other tools, with a manifest."),
    "dedupe": Verb("flows.cli.dedupe:dedupe", "Find the copies in any Parquet or JSON lines file."),
    "promos": Verb("flows.cli.promos:promos", "Show the blocks that a source repeats."),
    "reclean": Verb("flows.cli.reclean:reclean", "Re-clean landed articles with today's boilerplate."),
    "reextract": Verb("flows.cli.reclean:reextract", "Re-extract landed pages."),
    "maintain": Verb("flows.cli.maintain:maintain", "Merge small files, apply retention."),
    "snapshots": Verb("flows.cli.snapshots:snapshots", "List the retained snapshots."),
    "fsck": Verb("flows.cli.fsck:fsck", "Check every file; repair from undamaged copies."),
    "quarantine": Verb("flows.cli.quarantine:quarantine", "Show and replay what could not be landed."),
    "migrate": Verb("flows.cli.migrate:migrate", "Rewrite files of older schema versions."),
    "erase": Verb("flows.cli.erase:erase_content", "Remove content everywhere, with proof."),
    "eval": Verb("flows.cli.evaluate:evaluate", "Measure extraction or matching against gold files."),
}
"""Every verb, in the order in which people meet them."""


_ONLY_INSTALLED_MODULES = ("PYTHONSAFEPATH", "1")
"""`python -m`, by which crawls, extractors and Prefect start, looks into the working directory first, and a
`flows` or `spiders` of the user's there is not ours."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called: listing them imports none."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, verb.line) for name, verb in VERBS.items()])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        if VERBS[cmd_name].only_reads:
            load_arrow_alone()
        module, _, name = VERBS[cmd_name].command.partition(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Every error that copydesk raises on purpose, or the disk makes, is one line and exit code 1.

        DuckDB's error of a query that a signal ended has what the signal raised as its cause.
        """
        try:
            return super().invoke(ctx)
        except Exception as error:
            if isinstance(error.__cause__, KeyboardInterrupt | SystemExit):
                raise error.__cause__ from None
            if (line := error_message(error)) is None:
                raise
            raise click.ClickException(line) from error


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
@click.option(
    "--wait",
    type=click.FloatRange(0),
    default=WAIT_SECONDS / 60,
    envvar="COPYDESK_WAIT",
    show_default=True,
    show_envvar=True,
    metavar="MINUTES",
    help="How long to wait for another writer; 0 fails at once.",
)
@click.option(
    "--log",
    type=click.Choice(FORMS),
    default=FORMS[0],
    envvar="COPYDESK_LOG",
    show_default=True,
    show_envvar=True,
    help="Log format on standard error: warnings as text, or everything as JSON lines.",
)
@click.version_option(package_name="copydesk")
@click.pass_context
def cli(ctx: click.Context, data: Path, config: Path, wait: float, log: str) -> None:
    """copydesk keeps a clean, deduplicated, queryable news warehouse up to date."""
    configure_logs(log)
    ctx.obj = CliContext(data, config, wait * 60)


def main() -> None:
    """Entry point of the console script.

    Exit codes: 0 fine, 1 a stated failure, 2 wrong usage, 143 stopped by SIGTERM.
    """
    try:
        check_installation_is_ours()
    except PackageReplaced as error:
        sys.exit(f"Error: {error}")
    configure_libraries()
    atexit.register(gc.freeze)  # Python looks through all that it has loaded as it ends: .09 CPU seconds
    signal.signal(signal.SIGTERM, _stop)
    os.environ.setdefault(*_ONLY_INSTALLED_MODULES)
    cli(prog_name="copydesk")


def _stop(number: int, frame: FrameType | None) -> None:
    """End in order: what is open is closed, and crawls land what they have."""
    raise SystemExit(128 + number)
