"""Prefect's database as its server leaves it after the first start, for tests that start servers.

To migrate an empty one takes a server seven seconds of CPU time. After an upgrade of Prefect the file is made
again by `python -m prefect_database` in this folder; an older one works, and is migrated at each start.
"""

from __future__ import annotations

import gzip
import sqlite3
import tempfile
from pathlib import Path

DATABASE = Path(__file__).with_name("prefect.db.gz")


def write_database(home: Path) -> None:
    """Make `home`, which is to be PREFECT_HOME, with a database that needs no migration."""
    home.mkdir(parents=True)
    (home / "prefect.db").write_bytes(gzip.decompress(DATABASE.read_bytes()))


def _make() -> None:
    from prefect_server import open_server

    with tempfile.TemporaryDirectory() as scratch:
        made, packed = Path(scratch, "made"), Path(scratch, "packed.db")
        with open_server(made, is_migrated=False):
            pass
        with sqlite3.connect(made / "prefect" / "prefect.db") as database:
            database.execute("VACUUM INTO ?", [str(packed)])
        DATABASE.write_bytes(gzip.compress(packed.read_bytes(), mtime=0))


if __name__ == "__main__":
    _make()
