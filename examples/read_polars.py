"""polars: read the files of the current snapshot. Resolve the link first: it moves when a run commits."""

import sys
from pathlib import Path

import polars as pl

data = Path(sys.argv[1] if len(sys.argv) > 1 else "data")
snapshot = (data / "lake" / "current").resolve()
texts = pl.scan_parquet(snapshot / "articles", missing_columns="insert")
latest = texts.sort("revision", "extraction").group_by("article_id").last()
print(latest.group_by("source").len().sort("source").collect())
