"""DuckDB: open the published file read-only; it keeps reading its snapshot while runs go on."""

import sys
from pathlib import Path

import duckdb

data = Path(sys.argv[1] if len(sys.argv) > 1 else "data")
with duckdb.connect(str(data / "warehouse.duckdb"), read_only=True) as database:
    # Every file's footer is read once instead of once a query.
    database.execute("SET parquet_metadata_cache = true")
    print(database.execute("SELECT source, count(*) FROM articles GROUP BY source").fetchall())
