"""A year of scheduled runs on a fast clock: are findings told when due, is all landed, does nothing grow?

    python benchmarks/year/run.py [RUNS] [HOURS] [PAPER …]

RUNS runs (default 1,100), HOURS hours apart (default 8), of the papers that are named (all). Six papers on
loopback bring out four stories a day each; one dies, one moves, one is rebuilt so that no text is in its
pages, one forbids everything, one falls silent, and all come back; one changes its promos every ten days.
Everything happens in this process, with its clock moved (time-machine): the runs are those of `copydesk run
--direct` but for the processes. The process that all of it shares also holds the papers, so what a run costs
is told by runs of the same eight pages on copies of the lake, in processes of their own.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[2] / "tests")]

from flows.cli.libraries import configure_libraries

configure_libraries()

from benchmarks.year.fresh_run import fresh_run
from benchmarks.year.paper import Paper
from benchmarks.year.plan import events
from benchmarks.year.simulation import EVERY, START, simulate
from benchmarks.year.verdict import lost_stories, trend, wrong_findings

BETWEEN_FRESH_RUNS = 180
NAMES = ("steady", "mortal", "mover", "builder", "keeper", "sleeper")


def main(runs: int, hours: float, names: Sequence[str]) -> int:
    step = timedelta(hours=hours)
    days = runs * hours / 24
    plan = tuple(event for event in events(days / 20) if event.paper in names)
    papers = {name: Paper(name, EVERY, START) for name in names}
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="copydesk-year-") as folder:
        for year in simulate(Path(folder, "year"), papers, plan, runs, step):
            run = len(year.measured)
            if run % 50 == 0:
                print(f"run {run}: {year.measured[-1]}, {len(year.told)} told", flush=True)
            if run % BETWEEN_FRESH_RUNS == 0:
                cost = fresh_run(Path(folder, "year", "data"), Path(folder, "fresh"), datetime.now(UTC))
                print(
                    f"run {run}: {cost[0]:.2f} CPU s, {cost[1]:.0f} MiB in a process of its own", flush=True
                )
        faults = [*wrong_findings(year, plan, days, hours / 24), *lost_stories(Path(folder, "year"), papers)]
    for paper in papers.values():
        paper.close()
    print(f"{runs} runs, {days:.0f} days, {time.perf_counter() - begin:.0f} s")
    print(f"{sum(len(paper.readable) for paper in papers.values())} stories, {len(year.told)} lines told")
    for name in ("seconds", "memory", "history", "disk", "files"):
        print(f"{name:8}", *(f"{value:9.2f}" for value in trend(year, name)))
    for fault in faults:
        print(fault)
    print("as it should be" if not faults else f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    given = [*sys.argv[1:3], *("1100", "8")[len(sys.argv[1:3]) :]]
    sys.exit(main(int(given[0]), float(given[1]), sys.argv[3:] or NAMES))
