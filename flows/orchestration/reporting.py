"""What a run leaves in Prefect: its name, tags, log and artifacts. Leaving it never ends a run."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial

from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.client.orchestration import get_client
from prefect.context import FlowRunContext
from prefect.logging import get_run_logger
from rich.console import Console

from flows.alerts.message import line_of
from flows.display.plain import plain
from flows.ingestion.ingest import IngestResult
from flows.ingestion.run_report import COLUMNS, finding_lines, markdown_summary
from flows.orchestration.server_away import complain_once, is_there
from flows.orchestration.unreported_states import report_states
from flows.stages.tally import total
from warehouse.base.data_folder import DataFolder

logger = logging.getLogger(__name__)

OURS = ("flows", "spiders", "warehouse", "dedupe")
TAG = "copydesk"


@contextmanager
def _unless_it_fails(what: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # Prefect shows a run; the run does not depend on Prefect
        logger.warning("%s could not be sent to Prefect: %s", what, plain(repr(error)))


def name_run(data: DataFolder, name: str, *tags: str) -> None:
    """Give the flow run our name, and tags beside those that it has; report how earlier runs ended."""
    context = FlowRunContext.get()
    if context is None or context.flow_run is None:
        return
    run = context.flow_run
    with _unless_it_fails("the name of the run"), get_client(sync_client=True) as client:
        client.update_flow_run(run.id, name=name, tags=sorted({*run.tags, TAG, *tags}))
        report_states(data, client)


def go_on_without_console() -> None:
    """A worker that dies leaves a broken pipe, at which rich would end the run by SystemExit."""
    named = (one for one in logging.root.manager.loggerDict.values() if isinstance(one, logging.Logger))
    for one in (logging.root, *named):
        for handler in one.handlers:
            if isinstance(console := getattr(handler, "console", None), Console):
                console.on_broken_pipe = partial(setattr, console, "quiet", True)  # type: ignore[method-assign]


class _ToRun(logging.Handler):
    """Passes records of our modules to the log of the flow run, from whatever thread they come."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self._run = get_run_logger()

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(Exception):
            self._run.log(record.levelno, "%s", plain(record.getMessage()))


@contextmanager
def run_log() -> Iterator[None]:
    """What our modules log meanwhile stands in the log of the flow run, which shows it on the console too."""
    go_on_without_console()
    complain_once()
    handler = _ToRun()
    loggers = [logging.getLogger(name) for name in OURS]
    before = [(one, one.level, one.propagate) for one in loggers]
    for one in loggers:
        one.addHandler(handler)
        one.setLevel(logging.INFO)
        one.propagate = False
    try:
        yield
    finally:
        for one, level, propagate in before:
            one.removeHandler(handler)
            one.setLevel(level)
            one.propagate = propagate


def report(ingested: IngestResult) -> None:
    """Counts and findings in the log; the summary and the findings as artifacts."""
    log = get_run_logger()
    for landed in ingested.landed:
        counts = total(landed.tallies)
        counted = ", ".join(f"{getattr(counts, name)} {name.replace('_', ' ')}" for name in COLUMNS)
        log.info("run %s (%s): %s", landed.run.run_id, landed.run.status, counted)
        for note in landed.notes:
            log.warning("note: %s", plain(note))
    for line in finding_lines(ingested.findings, ()):
        log.warning("%s", line.plain)
    for line in finding_lines((), ingested.over):
        log.info("%s", line.plain)
    summarise("ingest-summary", markdown_summary(ingested), "Counts per source")
    tabulate("ingest-findings", findings_table(ingested), "Findings")


def findings_table(ingested: IngestResult) -> list[Mapping[str, str]]:
    """A row a finding: those that are open, new ones first, and those that this run ended."""
    ranked = sorted(ingested.findings, key=lambda one: not one.is_new)
    listed = [("new" if one.is_new else "open", one) for one in ranked]
    listed += [("over", one) for one in ingested.over]
    return [
        {
            "state": state,
            "since": f"{one.since:%Y-%m-%d %H:%M} UTC",
            "kind": one.finding.kind.label,
            "look at": line_of(one.finding),
        }
        for state, one in listed
    ]


def summarise(key: str, markdown: str, description: str) -> None:
    """Leave a Markdown artifact."""
    _leave("the summary", lambda: create_markdown_artifact(markdown, key=key, description=description))


def tabulate(key: str, rows: Iterable[Mapping[str, str]], description: str) -> None:
    """Leave a table artifact."""
    table = [dict(row) for row in rows]
    _leave("the findings", lambda: create_table_artifact(table, key=key, description=description))


def _leave(what: str, make: Callable[[], object]) -> None:
    if is_there():  # Prefect's client would wait for a minute, for each of them
        with _unless_it_fails(what):
            make()
