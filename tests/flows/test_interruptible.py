"""A long query ends when it is told to, and its error is the command's."""

from __future__ import annotations

import os
import signal
import threading

import click
import duckdb
import pytest
from click.testing import CliRunner

from flows.cli import LazyGroup, _stop
from flows.cli.interruptible import interruptible


class _Group(LazyGroup):
    """The group of all verbs with others in it."""

    get_command = click.Group.get_command


ENDLESS = "SELECT count(*) FROM range(1_000_000_000_000) AS one(n) WHERE hash(n) = 7"


@pytest.fixture
def database() -> duckdb.DuckDBPyConnection:
    """In one thread: a connection waits at its end for what another one has begun of a query."""
    return duckdb.connect(config={"threads": 1})


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_query_whose_result_arrow_reads(
    database: duckdb.DuckDBPyConnection, number: signal.Signals
) -> None:
    def stop(*_: object) -> None:
        raise SystemExit(128 + number)

    before = signal.signal(number, stop)
    try:
        with pytest.raises(SystemExit) as ended:
            threading.Timer(0.3, os.kill, (os.getpid(), number)).start()
            interruptible(database, lambda: database.execute(ENDLESS).to_arrow_table())
    finally:
        signal.signal(number, before)
    assert ended.value.code == 128 + number
    assert database.execute("SELECT 1").fetchall() == [(1,)], "the connection is free again"


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 1), (signal.SIGTERM, 143)])
def test_a_signal_ends_any_verb_that_is_at_a_query_without_a_traceback(
    database: duckdb.DuckDBPyConnection, number: signal.Signals, code: int
) -> None:
    @click.command()
    def ask() -> None:
        threading.Timer(0.3, os.kill, (os.getpid(), number)).start()
        database.execute(ENDLESS)

    before = signal.signal(number, _stop if number == signal.SIGTERM else signal.default_int_handler)
    try:
        ended = CliRunner().invoke(_Group(commands=[ask]), ["ask"])
    finally:
        signal.signal(number, before)
    assert ended.exit_code == code
    assert isinstance(ended.exception, SystemExit)


def test_what_the_query_returns_or_raises_is_handed_on(database: duckdb.DuckDBPyConnection) -> None:
    assert interruptible(database, lambda: database.execute("SELECT 1").fetchall()) == [(1,)]
    with pytest.raises(duckdb.CatalogException):
        interruptible(database, lambda: database.execute("FROM no_such_table"))
