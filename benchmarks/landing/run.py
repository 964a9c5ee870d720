"""An archive from import to snapshot: memory, CPU and pages a second of the process that lands it.

    python benchmarks/landing/run.py [PAGES]              generated pages of 200 sites (12,000)
    python benchmarks/landing/run.py a.warc.gz b.warc.gz  the pages of archives

The import and the run are processes of their own. The floor is the memory of either, 400 MiB, whatever the
number of pages; CPU is told for the run process and for its extraction processes.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

MOST_MIB = 400
SITES = 200
PARAGRAPHS = 9
SENTENCE = 14
SENTENCES = 4
COPIES = 0.1
"""The share of pages whose story another site's page has too."""

_WRAPPED = """
import resource, sys
from flows.cli import main
try:
    main()
finally:
    own = resource.getrusage(resource.RUSAGE_SELF)
    peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print("measured", peak, own.ru_utime + own.ru_stime, file=sys.stderr)
"""


@dataclass(frozen=True)
class Measured:
    """One process: peak memory (MiB), CPU seconds of its own and of its children, seconds on the clock."""

    mib: float
    cpu: float
    children: float
    seconds: float


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        if arguments and not arguments[0].isdigit():
            archives = arguments
        else:
            archives = [str(generated(Path(folder), int(arguments[0]) if arguments else 12_000))]
        imported = measured(data, "import", *archives)
        landed = measured(data, "run", "--direct", "--no-fetch", "--json")
        pages = _pages(data)
    print(f"{pages:,} pages{'MiB':>12}{'own CPU s':>12}{'children':>12}{'seconds':>12}")
    for name, one in (("import", imported), ("run", landed)):
        print(f"{name:12}{one.mib:12.0f}{one.cpu:12.1f}{one.children:12.1f}{one.seconds:12.1f}")
    serial = 1000 * landed.cpu / pages
    print(f"run: {serial:.2f} ms a page in its one process, {pages / landed.seconds:.0f} pages a second")
    return 0 if max(imported.mib, landed.mib) <= MOST_MIB else 1


def measured(data: Path, *arguments: str) -> Measured:
    command = [sys.executable, "-c", _WRAPPED, "--data", str(data), *arguments]
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise RuntimeError(done.stderr[-2_000:])
    every = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    peak, own = done.stderr.rpartition("measured ")[2].split()
    return Measured(int(peak) / 1024, float(own), every - float(own), seconds)


def _pages(data: Path) -> int:
    import duckdb

    with duckdb.connect(str(data / "warehouse.duckdb"), read_only=True) as database:
        row = database.execute("SELECT count(*) FROM fetches WHERE page_id IS NOT NULL").fetchone()
    return int(row[0]) if row else 0


def generated(folder: Path, pages: int) -> Path:
    """A WARC file of pages, each site with a promo of its own under its stories."""
    draw = random.Random(1)
    letters = "abcdefghijklmnoprstuvw"
    vocabulary = ["".join(draw.choices(letters, k=draw.randint(3, 9))) for _ in range(30_000)]
    path = folder / "generated.warc"
    stories: list[list[str]] = []
    with path.open("wb") as file:
        for number in range(pages):
            if stories and draw.random() < COPIES:
                story = draw.choice(stories)
            else:
                story = [_paragraph(draw, vocabulary) for _ in range(PARAGRAPHS)]
                stories = [*stories[-200:], story]
            file.write(_record(number, draw.randrange(SITES), story))
    return path


def _paragraph(draw: random.Random, vocabulary: list[str]) -> str:
    return " ".join(
        " ".join(draw.choices(vocabulary, k=SENTENCE)).capitalize() + "." for _ in range(SENTENCES)
    )


def _record(number: int, site: int, story: list[str]) -> bytes:
    host = f"site-{site}.example"
    title = story[0][:60]
    body = "".join(f"<p>{paragraph}</p>" for paragraph in story)
    promo = f"<p>Sign up for the letter of {host} and never miss a story.</p>" if number % 3 else ""
    html = (
        f"<!doctype html><html lang=en><head><title>{title} | {host}</title></head><body>"
        f"<nav><a href=/>Home</a> <a href=/news>News</a></nav><main><article><h1>{title}</h1>{body}{promo}"
        f"</article></main><footer>{host}, all rights reserved</footer></body></html>"
    )
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}".encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://{host}/story-{number}\r\n"
        f"WARC-Date: 2026-11-{1 + number % 27:02}T10:00:00Z\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
