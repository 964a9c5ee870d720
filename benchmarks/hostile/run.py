"""Healthy sources alone, and beside all hostile ones: time, memory, stalls, and the outcome of every trap.

    python benchmarks/hostile/run.py [BULK]

The healthy are the outlets of the demo newsroom and one of BULK generated stories (default 250). Floors:
every healthy article lands; in at most 1.5 times the time that it takes alone; no process above 400 MiB; no
stall of an event loop above 1 s of CPU; no connection to the canary; no page that was served without a row.
After the run beside them, an archive of the traps' responses is imported and taken in: every record has a
row or is named, every story beside a trap lands.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import duckdb
from newsroom import Newsroom
from newsroom.hostile import HostileWeb, Trap, all_traps
from newsroom.hostile.archive import write_archive

from benchmarks.hostile.processes import Watched, watch

COMMAND = [sys.executable, "-c", "from flows.cli import main; main()"]
ROWS = """
SELECT coalesce('rejected/' || r.reason, f.outcome || '/' || f.reason), count(*)
FROM fetches AS f LEFT JOIN rejections AS r USING (page_id)
WHERE f.source = ? AND (f.url = ? OR ? AND f.url NOT LIKE ? || '%') GROUP BY ALL"""


ARCHIVED = """
SELECT count(*), count(*) FILTER (WHERE f.url LIKE '%/story' AND f.outcome <> 'failed' AND r.page_id IS NULL)
FROM fetches AS f LEFT JOIN rejections AS r USING (page_id) WHERE f.discovery = 'archive'"""
RULES = ("/robots.txt", "/.well-known/tdmrep.json")


@dataclass(frozen=True)
class Imported:
    """The outcome of an archive: its records, those with a row and those named as unreadable, and the stories
    that landed, of which every second record is one."""

    records: int
    rows: int
    unreadable: int
    stories: int
    memory: dict[str, int]

    @property
    def holds(self) -> bool:
        is_whole = self.stories == self.records // 2 and self.rows + self.unreadable == self.records
        return is_whole and max(self.memory.values()) <= 400


@dataclass(frozen=True)
class Round:
    """One run. `last_healthy` is when the last healthy page was requested, in seconds from the start."""

    watched: Watched
    landed: int
    expected: int
    last_healthy: float
    canary: int
    without_row: tuple[str, ...]
    outcomes: dict[str, str]
    imported: Imported | None = None

    def __str__(self) -> str:
        memory = ", ".join(f"{kind} {peak} MiB" for kind, peak in sorted(self.watched.memory.items()))
        return (
            f"{self.landed}/{self.expected} articles, last page requested after {self.last_healthy:.1f} s, "
            f"run {self.watched.seconds:.1f} s, {memory}, longest stall {self.watched.stall:.2f} s of CPU "
            f"({self.watched.clock_stall:.2f} s of the clock), {len(self.without_row)} pages without a row"
        )


def main(bulk: int) -> int:
    alone = _round(bulk, ())
    beside = _round(bulk, all_traps())
    _print_traps(beside)
    for name, one in (("alone", alone), ("beside", beside)):
        print(f"{name:7} {one}")
    pages = beside.last_healthy / alone.last_healthy
    runs = beside.watched.seconds / alone.watched.seconds
    print(f"ratio of times: to the last healthy page {pages:.2f} (floor 1.5), whole runs {runs:.2f}")
    print(f"connections to the canary: {beside.canary}; without a row: {beside.without_row[:5]}")
    print(f"import: {beside.imported}")
    return 0 if _holds(alone, beside) else 1


def _round(bulk: int, traps: tuple[Trap, ...]) -> Round:
    with tempfile.TemporaryDirectory() as folder, Newsroom(bulk=bulk) as newsroom, HostileWeb(traps) as web:
        sources, data = Path(folder) / "sources.toml", Path(folder) / "data"
        newsroom.write_sources(sources)
        _join(sources, web)
        command = [*COMMAND, "--data", str(data), "--config", str(sources), "run", "--direct"]
        watched = watch(command, Path(folder) / "stalls")
        last = newsroom.requests[-1].at
        imported = _import(traps, newsroom, [*command[:-2]], Path(folder)) if traps else None
        with duckdb.connect(data / "warehouse.duckdb", read_only=True) as database:
            healthy = {page.url for page in newsroom.truth.values() if page.expected == "article"}
            rows = database.execute("SELECT canonical_url FROM articles_all").fetchall()
            return Round(
                watched=watched,
                landed=len(healthy & {url for (url,) in rows}),
                expected=len(healthy),
                last_healthy=last - watched.started,
                canary=web.canary.connections,
                without_row=tuple(_without_row(newsroom, database)),
                outcomes=dict(_outcomes(web, database)),
                imported=imported,
            )


def _import(traps: tuple[Trap, ...], newsroom: Newsroom, command: list[str], folder: Path) -> Imported:
    """Imports the responses of the traps, each beside a story, and takes them in."""
    story = next(page for page in newsroom.truth.values() if page.expected == "article")
    with urlopen(story.url) as response:
        records = write_archive(traps, response.read(), folder / "traps.warc.gz")
    importing = [*command, "import", str(folder / "traps.warc.gz")]
    first = watch(importing, folder / "import")
    second = watch([*command, "run", "--direct", "--no-fetch"], folder / "taken-in")
    with duckdb.connect(folder / "data" / "warehouse.duckdb", read_only=True) as database:
        ((rows, stories),) = database.execute(ARCHIVED).fetchall()
    again = subprocess.run(importing, capture_output=True, text=True, check=True).stdout
    found = re.search(r"(\d+) unreadable", again)
    return Imported(records, rows, int(found[1]) if found else 0, stories, first.memory | second.memory)


def _without_row(newsroom: Newsroom, database: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """The URLs that the newsroom served and no row of the ledger names, but for rules of robots."""
    rows = database.execute("SELECT url FROM fetches UNION SELECT final_url FROM fetches").fetchall()
    known = {url for (url,) in rows}
    for one in newsroom.requests:
        url = f"http://{one.host}{one.path}"
        if one.status == 200 and one.path not in RULES and url not in known:
            yield url


def _join(sources: Path, web: HostileWeb) -> None:
    """Adds the traps to the newsroom's sources file, and the permission to reach them."""
    text = sources.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("allow = "))
    allowed = json.loads(line.removeprefix("allow = ")) + web.allowed()
    text = text.replace(line, f"allow = {json.dumps(allowed)}")
    sources.write_text(f"{text}\n{web.sources_toml(minutes=2)}", encoding="utf-8")


def _outcomes(web: HostileWeb, database: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    for name, server in web.servers.items():
        url = server.base + server.trap.row.lstrip("/")
        evil = server.trap.links is not None
        rows = database.execute(ROWS, [name, url, evil, server.base]).fetchall()
        yield name, ", ".join(f"{outcome} ({count})" for outcome, count in rows) or "no row"


def _print_traps(beside: Round) -> None:
    print("| trap | where | outcome |\n|---|---|---|")
    where = {trap.name: "link" if trap.links else urlsplit(trap.at).path for trap in all_traps()}
    for name, outcome in beside.outcomes.items():
        print(f"| {name} | {where[name]} | {outcome} |")
    print()


def _holds(alone: Round, beside: Round) -> bool:
    return (
        beside.landed == beside.expected
        and beside.last_healthy <= 1.5 * alone.last_healthy
        and max(beside.watched.memory.values()) <= 400
        and beside.watched.stall <= 1.0
        and beside.canary == 0
        and not beside.without_row
        and (beside.imported is None or beside.imported.holds)
    )


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 250))
