"""Spark: read the files of the current snapshot; needs Java."""

import sys
from pathlib import Path

from pyspark.sql import SparkSession

data = Path(sys.argv[1] if len(sys.argv) > 1 else "data")
snapshot = (data / "lake" / "current").resolve()
spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
spark.conf.set("spark.sql.session.timeZone", "UTC")
texts = spark.read.option("mergeSchema", "true").parquet(str(snapshot / "articles"))
texts.groupBy("source").count().show()
spark.stop()
