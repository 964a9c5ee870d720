"""A long query ends when it is told to, and its error is the command's."""

from __future__ import annotations

import os
import signal
import threading

import duckdb
import pytest

from flows.cli.interruptible import interruptible

ENDLESS = "SELECT count(*) FROM range(1_000_000_000_000) AS one(n) WHERE hash(n) = 7"


@pytest.fixture
def database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


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


def test_what_the_query_returns_or_raises_is_handed_on(database: duckdb.DuckDBPyConnection) -> None:
    assert interruptible(database, lambda: database.execute("SELECT 1").fetchall()) == [(1,)]
    with pytest.raises(duckdb.CatalogException):
        interruptible(database, lambda: database.execute("FROM no_such_table"))
