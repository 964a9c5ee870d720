"""Every system call by which commit, publish, compaction and erasure write, made to fail and made the last.

strace injects the fault into a child process that does all four in turn: the n-th call of each kind returns
"no space left on device", or the process is killed as it makes the call. Afterwards the lake must be the one
before or after one of the steps, sound by `copydesk fsck`, and a rerun must finish the work. Needs strace.

There are about 800 such points. Struck is a sample of them that takes minutes: of every kind of call one
early, one in the middle and one late is made the last, and the one in the middle to fail; `faults.py 20`
strikes twenty of each kind.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newsprint import article_id, day_of_articles

from warehouse.erasure.erase import erase
from warehouse.erasure.target import find_target
from warehouse.folder import DataFolder
from warehouse.lake.snapshots import commit, current_snapshot
from warehouse.publish import publish
from warehouse.query.reader import connect
from warehouse.upkeep.fsck import check
from warehouse.upkeep.maintenance import Retention, maintain
from warehouse.upkeep.sweep import sweep

CALLS = (
    "write",
    "pwrite64",
    "fsync",
    "fdatasync",
    "rename",
    "renameat2",
    "link",
    "linkat",
    "symlink",
    "symlinkat",
)
CALLS += ("unlink", "unlinkat", "mkdir", "mkdirat", "rmdir", "ftruncate", "fallocate", "chmod", "fchmodat")
START = datetime(2026, 11, 1, tzinfo=UTC)
DAYS = 4
EACH = 20
POINTS = 3
"""Calls of each kind after which the process is killed, spread evenly over all that are made."""

AT_ONCE = 2


def prepare(data: DataFolder) -> None:
    data.create()
    snapshot = None
    for number in range(DAYS):
        for half in range(2):
            at = START + timedelta(days=number, hours=half)
            rows = day_of_articles((number * 2 + half) * EACH, EACH, at)
            snapshot = commit(data, snapshot, {"articles": rows}, [], at)
    assert snapshot is not None
    publish(data, snapshot)


def work(data: DataFolder) -> None:
    """A commit, a publish, a compaction and an erasure: each is skipped when it was done already."""
    data.create()
    sweep(data)
    base = current_snapshot(data)
    assert base is not None
    now = START + timedelta(days=DAYS)
    if base.manifest.rows("articles") == DAYS * 2 * EACH:
        base = commit(data, base, {"articles": day_of_articles(10**6, EACH, now)}, [], now)
    publish(data, base)
    maintain(data, now + timedelta(hours=1), Retention(snapshots=timedelta(hours=30), keep=2))
    if texts(data) != done():
        target = find_target(data, "article", article_id(0))
        erase(data, target, "article", "benchmark", now + timedelta(hours=2))


def texts(data: DataFolder) -> int:
    snapshot = current_snapshot(data)
    return snapshot.manifest.rows("articles") if snapshot else 0


def done() -> int:
    return (DAYS * 2 + 1) * EACH - 1


def strike(template: Path, root: Path, call: str, number: int, fault: str) -> str | None:
    """Run the work with one fault; returns what was wrong afterwards."""
    shutil.copytree(template, root, symlinks=True)
    inject = f"inject={call}:{fault}:when={number}"
    command = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", inject]
    subprocess.run([*command, sys.executable, __file__, str(root)], capture_output=True, check=False)
    data = DataFolder(root)
    found = [str(problem) for problem in check(data)]
    before, after = DAYS * 2 * EACH, (DAYS * 2 + 1) * EACH
    if texts(data) not in (before, after, done()):
        found.append(f"{texts(data)} texts")
    with connect(current_snapshot(data)) as database:
        database.execute("SELECT count(text) FROM articles").fetchall()
    work(data)
    if texts(data) != done() or check(data):
        found.append(f"after the rerun: {texts(data)} texts, {len(check(data))} problems")
    shutil.rmtree(root)
    return "; ".join(found) or None


def counts(template: Path, root: Path) -> dict[str, int]:
    """How often the work makes each call."""
    shutil.copytree(template, root, symlinks=True)
    log = root.with_name("calls")
    trace = ["strace", "-f", "-qq", "-c", "-o", str(log), "-e", f"trace={','.join(CALLS)}"]
    subprocess.run([*trace, sys.executable, __file__, str(root)], check=True)
    table = [line.split() for line in log.read_text().splitlines()]
    return {row[-1]: int(row[3]) for row in table if row and row[-1] in CALLS}


def plan(made: dict[str, int], points: int) -> list[tuple[str, int, str]]:
    """What to strike: call, its number, fault."""
    killed = [
        (call, number, "signal=SIGKILL")
        for call, total in made.items()
        for number in sorted({1 + total * (2 * index + 1) // (2 * points) for index in range(points)})
        if number <= total
    ]
    return killed + [(call, (total + 1) // 2, "error=ENOSPC") for call, total in made.items()]


def main(points: int) -> int:
    if not shutil.which("strace"):
        print("strace is not installed: no system call was made to fail")
        return 0
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(AT_ONCE) as pool:
        template, scratch = Path(folder) / "template", Path(folder)
        prepare(DataFolder(template))
        made = counts(template, scratch / "data")
        print(f"writing calls: {made}", flush=True)
        strikes = plan(made, points)
        found = pool.map(
            lambda item: strike(template, scratch / f"data-{item[0]}", *item[1]), enumerate(strikes)
        )
        wrong = [(point, problem) for point, problem in zip(strikes, found, strict=True) if problem]
    for point, problem in wrong:
        print(*point, problem)
    print(f"{len(strikes)} of {sum(made.values())} points struck, {len(wrong)} left a broken lake")
    return len(wrong)


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].isdigit():
        work(DataFolder(Path(sys.argv[1])))
    else:
        sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else POINTS))
