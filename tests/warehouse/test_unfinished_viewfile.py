"""A disk that fails while DuckDB writes the published file: closing such a database raises nothing."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from flows.cli.errors import error_message
from warehouse.base.data_folder import DataFolder
from warehouse.query.viewfile import install_database


@pytest.mark.parametrize("when", ["before_truncate", "before_header", "after_free_list_write"])
def test_a_published_file_whose_checkpoint_fails_leaves_the_old_one(tmp_path: Path, when: str) -> None:
    data = DataFolder(tmp_path / "data")
    data.create()
    install_database(data, data.database, lambda database: _fill(database, 1))
    with pytest.raises(duckdb.Error):
        install_database(data, data.database, lambda database: _fill(database, 2, when))
    with duckdb.connect(str(data.database), read_only=True) as database:
        assert database.execute("SELECT number FROM articles").fetchall() == [(1,)]


def _fill(database: duckdb.DuckDBPyConnection, number: int, aborted: str = "none") -> None:
    database.execute(f"SET debug_checkpoint_abort = '{aborted}'")
    database.execute(f"CREATE TABLE articles AS SELECT {number} AS number")


@pytest.mark.parametrize("kind", [duckdb.TransactionException, duckdb.IOException])
def test_a_disk_that_fails_inside_duckdb_is_one_line_that_names_the_disk(kind: type[duckdb.Error]) -> None:
    text = 'TransactionContext Error: Failed to commit: Could not write file "a.wal": Input/output error'
    assert error_message(kind(text)) == f"disk error: {text}; check the disk, then run: copydesk fsck"
