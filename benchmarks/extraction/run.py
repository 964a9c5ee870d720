"""Speed and quality of the extraction, on archived pages.

    python benchmarks/extraction/run.py [PAGES.warc.gz …] [--memory PAGES]

Each page is extracted by plain trafilatura and by ours, one right after the other, so that both meet the
same machine. With --memory, one process extracts so many pages (the given ones over and over) and shows its
memory. At the end the scores are compared with floors.json; a figure that fell is a failure.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import cycle, islice
from pathlib import Path

from trafilatura import bare_extraction

from flows.evaluation.warc import read_pages
from spiders.extraction.extract import ExtractionRules, extract, warm_up
from spiders.workers.pool import extract_pages
from warehouse.tables import Page

HERE = Path(__file__).parent
CORPUS = HERE.parents[2] / "shared" / "corpus"
RULES = ExtractionRules()
SHOWN = 5


def cpu_seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def side_by_side(pages: Sequence[Page]) -> tuple[float, float]:
    """CPU seconds for all pages: plain trafilatura with metadata, and ours."""
    warm_up()
    bare_extraction(pages[0].body, with_metadata=True)
    plain = ours = 0.0
    for page in pages:
        plain += cpu_seconds(partial(bare_extraction, page.body, with_metadata=True))
        ours += cpu_seconds(partial(extract, page, RULES))
    return plain, ours


def wall_seconds(pages: Sequence[Page], workers: int) -> float:
    """From the first result to the last: workers live long, and their start is no part of their speed."""
    results = extract_pages(pages, {}, workers)
    next(results)
    start = time.perf_counter()
    for _ in results:
        pass
    return time.perf_counter() - start


def memory(pages: Sequence[Page], count: int) -> None:
    """Peak memory of this process along the way: flat once the caches are full."""
    for number, page in enumerate(islice(cycle(pages), count), 1):
        extract(page, RULES)
        if number % (count // SHOWN) == 0:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"  {number:>6,} pages: {peak:,.0f} MB at most, {_now():,.0f} MB now")


def _now() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("archives", nargs="*", type=Path, default=sorted(CORPUS.glob("*.warc.gz")))
    parser.add_argument("--memory", type=int, default=0)
    options = parser.parse_args()
    pages = [page for archive in options.archives for page in read_pages(archive)]
    if not pages:
        print("no pages: give WARC files")
        return 0
    plain, ours = side_by_side(pages)
    print(f"{len(pages)} pages, {sum(len(page.body) for page in pages) / len(pages) / 1e3:,.0f} kB each")
    print(f"trafilatura with metadata: {len(pages) / plain:.1f} pages per CPU second")
    print(
        f"copydesk:                  {len(pages) / ours:.1f} pages per CPU second, {plain / ours:.2f} times"
    )
    before = time.process_time()
    one, two = wall_seconds(pages, 1), wall_seconds(pages, 2)
    parent = (time.process_time() - before) / 2
    print(f"one worker {one:.1f} s, two workers {two:.1f} s: {one / two:.2f} times")
    print(f"the process that feeds them: {parent:.2f} s of CPU", flush=True)
    if options.memory:
        memory(pages, options.memory)
    copydesk = str(Path(sys.executable).with_name("copydesk"))
    scored = [
        copydesk,
        "eval",
        "extraction",
        *map(str, options.archives),
        "--floors",
        str(HERE / "floors.json"),
    ]
    return subprocess.run(scored, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
