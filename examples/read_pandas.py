"""pandas: a few columns of all texts of the current snapshot, superseded ones included."""

import sys
from pathlib import Path

import pandas as pd

data = Path(sys.argv[1] if len(sys.argv) > 1 else "data")
snapshot = (data / "lake" / "current").resolve()
texts = pd.read_parquet(snapshot / "articles", columns=["article_id", "revision", "source", "word_count"])
print(texts.groupby("source").word_count.sum())
