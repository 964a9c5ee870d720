"""The one DuckDB database of a process, in which whoever asks the lake something gets a session.

To open a database takes 12 CPU milliseconds, a session .2, and a run has a dozen. What is one session's
stays its own: it has a catalog in memory, which goes when it ends. What reads with settings of its own (its
threads, its memory, what it may open) has a database of its own instead. A database keeps what it once took
(70 MiB of a run over 12,000 pages), so that each part of a run begins with another.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a crawl writes Parquet and asks nothing
    import duckdb

OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "enable_external_file_cache": False,
}
"""No query fetches anything from the network. What was read of a file is left to the system to keep: DuckDB
would keep all of it once more, 100 MiB of a desk over three million articles."""

LIKE_OTHERS = "SET GLOBAL parquet_metadata_cache = true; SET GLOBAL TimeZone = 'UTC'"
"""Files never change; days are counted in UTC, as `landed_date` does, whatever the machine's zone is."""

_settings = OFFLINE.copy()
_numbers = count(1)


@contextmanager
def session() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with an empty catalog of its own."""
    root, catalog = _database(), f"session_{next(_numbers)}"
    with root.cursor() as database:
        database.execute(f"ATTACH ':memory:' AS {catalog}; USE {catalog}")
        try:
            yield database
        finally:
            database.close()
            with root.cursor() as other:
                other.execute(f"DETACH {catalog}")


def let_go_of_database() -> None:
    """Give its memory back when the last session ends; the next one opens another."""
    _database.cache_clear()


@contextmanager
def queries_in_one_thread() -> Iterator[None]:
    """Sessions begun meanwhile ask in one thread: where workers keep the cores busy, more of them gain no
    time, and hand-over between them takes a twentieth of the run's CPU time."""
    if "threads" in _settings:  # of another run in this process
        yield
        return
    _settings["threads"] = 1
    let_go_of_database()
    try:
        yield
    finally:
        del _settings["threads"]
        let_go_of_database()


@cache
def _database() -> duckdb.DuckDBPyConnection:
    import duckdb

    return duckdb.connect(config=_settings).execute(LIKE_OTHERS)
