"""What people write with datatrove for the same work: archives to extracted, deduplicated Parquet.

Run by `run.py` in datatrove's environment: `python pipeline.py ARCHIVES OUT [filtered]`, both folders. One
process after another as in the project's own example of MinHash deduplication, with its settings. `filtered`
adds the filters of quality of its example for FineWeb (`examples/fineweb.py`), which decide what copydesk's
page types, walls and removed promos decide: whether a text is one, and which of its lines are.
"""

from __future__ import annotations

import sys
from pathlib import Path

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup import (
    MinhashDedupBuckets,
    MinhashDedupCluster,
    MinhashDedupFilter,
    MinhashDedupSignature,
)
from datatrove.pipeline.dedup.minhash import MinhashConfig
from datatrove.pipeline.extractors import Trafilatura
from datatrove.pipeline.filters import (
    C4QualityFilter,
    FineWebQualityFilter,
    GopherQualityFilter,
    GopherRepetitionFilter,
)
from datatrove.pipeline.filters.base_filter import BaseFilter
from datatrove.pipeline.readers import JsonlReader, WarcReader
from datatrove.pipeline.writers import JsonlWriter, ParquetWriter

TIMEOUT = 30
"""Seconds for a page, as copydesk gives it; datatrove's own is one, at which slow machines lose pages."""


def main(archives: str, out: Path, *, filtered: bool) -> None:
    config = MinhashConfig()
    filters = _filters(out) if filtered else []
    extracted, signatures = f"{out}/extracted", f"{out}/signatures"
    buckets, clusters = f"{out}/buckets", f"{out}/clusters"
    steps = (
        (1, [WarcReader(archives), Trafilatura(timeout=TIMEOUT), *filters, JsonlWriter(extracted)]),
        (1, [JsonlReader(extracted), MinhashDedupSignature(signatures, config)]),
        (config.num_buckets, [MinhashDedupBuckets(signatures, buckets, config=config)]),
        (1, [MinhashDedupCluster(buckets, clusters, config=config)]),
        (1, [JsonlReader(extracted), MinhashDedupFilter(clusters), ParquetWriter(f"{out}/articles")]),
    )
    for number, (tasks, pipeline) in enumerate(steps):
        LocalPipelineExecutor(
            pipeline, tasks=tasks, workers=1, logging_dir=f"{out}/logs/{number}", skip_completed=False
        ).run()


def _filters(out: Path) -> list[BaseFilter]:
    """FineWeb's but for those by URL and by language, which download their lists and models."""
    return [
        GopherRepetitionFilter(exclusion_writer=JsonlWriter(f"{out}/removed/repetition")),
        GopherQualityFilter(exclusion_writer=JsonlWriter(f"{out}/removed/quality")),
        C4QualityFilter(filter_no_terminal_punct=False, exclusion_writer=JsonlWriter(f"{out}/removed/c4")),
        FineWebQualityFilter(exclusion_writer=JsonlWriter(f"{out}/removed/fineweb")),
    ]


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), filtered=sys.argv[3:] == ["filtered"])
