"""Sessions of the process's one database."""

from __future__ import annotations

import duckdb
import pytest

from warehouse.base.database import session
from warehouse.base.memory import release_memory

CATALOGS = "SELECT database_name FROM duckdb_databases() WHERE NOT internal"


def test_sessions_see_nothing_of_each_other_and_leave_nothing_whatever_ends_them() -> None:
    with session() as before:
        catalogs = before.execute(CATALOGS).fetchall()
    with session() as one, session() as other:
        for number, database in enumerate((one, other)):
            database.execute("CREATE SCHEMA landed")
            database.execute(f"CREATE VIEW landed.pages AS SELECT {number} AS page")
            database.execute("CREATE TEMP TABLE wanted AS FROM landed.pages")
        assert (one.execute("FROM wanted").fetchall(), other.execute("FROM wanted").fetchall()) == (
            [(0,)],
            [(1,)],
        )
    with pytest.raises(duckdb.CatalogException), session() as failing:
        failing.begin()
        failing.execute("CREATE TABLE kept (page INTEGER)")
        failing.execute("FROM landed.pages")
    with session() as after:
        assert len(after.execute(CATALOGS).fetchall()) == len(catalogs)


def test_memory_is_released_while_a_session_is_open_and_the_next_one_has_another_database() -> None:
    with session() as open_one:
        open_one.execute("CREATE TABLE kept AS SELECT 1 AS page")
        release_memory()
        with session() as next_one:
            catalogs = next_one.execute(CATALOGS).fetchall()
        assert open_one.execute("FROM kept").fetchall() == [(1,)]
    with session() as after:
        assert len(after.execute(CATALOGS).fetchall()) == len(catalogs)
