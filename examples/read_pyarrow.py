"""pyarrow: stream the texts of one day in batches, in little memory."""

import sys
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.dataset as ds

data = Path(sys.argv[1] if len(sys.argv) > 1 else "data")
snapshot = (data / "lake" / "current").resolve()
articles = ds.dataset(snapshot / "articles", partitioning="hive")
day = pc.max(articles.to_table(columns=["landed_date"])["landed_date"])
rows = 0
for batch in articles.to_batches(
    columns=["title", "text"], filter=ds.field("landed_date") == day, batch_size=500
):
    rows += batch.num_rows
print(f"{rows} texts landed on {day}")
print(articles.schema.field("word_count").metadata)
