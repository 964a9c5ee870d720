"""The same pages through one machine's processes, and through Dask workers: one and two on files, two on S3.

`python benchmarks/cluster/run.py [PAGES] [ARCHIVE ...] [one files s3]` lands the pages of archives, or so
many generated ones (1,000), once each way and compares what landed, row by row; S3 is SeaweedFS. Memory is of
a worker with its extraction process. Seconds on the clock say something where nothing else runs; the workers
are on this machine, so that its cores are shared by all: CPU seconds tell how many times as fast as one
worker two can be at most.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[2] / "tests")]

import duckdb
from dask_cluster import dask_cluster
from s3_server import BUCKET
from seaweed_server import SeaweedServer

from benchmarks.landing.run import generated
from benchmarks.memory import descendants, watched

MOST_MIB = 500
"""Of a worker with its extraction process."""

WAYS = ["one", "files", "s3"]

SAME = {
    "articles": "SELECT article_id, revision, title, authors, published_at, text, blocks FROM articles_all",
    "clusters": "SELECT article_id, cluster_id, story_id, original_id FROM memberships",
    "cut": "SELECT article_id, position, kind, text FROM removed_blocks",
    "rejections": "SELECT page_id, reason FROM rejections",
}
"""What must be the same whoever extracts."""


def main(arguments: list[str]) -> int:
    ways = [word for word in arguments if word in WAYS] or WAYS
    archives = [str(Path(word).absolute()) for word in arguments if word.endswith((".warc", ".warc.gz"))]
    pages = next((int(word) for word in arguments if word.isdigit()), 1_000)
    with tempfile.TemporaryDirectory() as text:
        folder = Path(text)
        archives = archives or [str(generated(folder, pages))]
        expected, seconds, used = _landed(folder / "here", archives, {}, "")
        print(
            f"one machine: {seconds:.0f} s, {used:.1f} of CPU; "
            + ", ".join(f"{len(r)} {n}" for n, r in expected.items())
        )
        failed = 0
        for way in ways:
            (folder / way).mkdir()
            with _s3_server(folder / way / "s3") if way == "s3" else nullcontext("") as endpoint:
                found, seconds, mib, cpu = _on_cluster(
                    folder / way, archives, endpoint, 1 if way == "one" else 2
                )
            differing = [name for name in SAME if found[name] != expected[name]]
            each = ", ".join(f"{one:.0f}" for one in mib)
            print(
                f"{way}: {seconds:.0f} s; {each} MiB a worker; differing: {differing or 'nothing'}; {cpu}",
                flush=True,
            )
            failed += bool(differing) or max(mib) > MOST_MIB
    return failed


@contextmanager
def _s3_server(folder: Path) -> Iterator[str]:
    server = SeaweedServer(folder)
    try:
        yield server.endpoint
    finally:
        server.kill()


def _on_cluster(
    folder: Path, archives: list[str], endpoint: str, workers: int
) -> tuple[dict[str, Any], float, list[float], str]:
    environment, lake = {}, ""
    if endpoint:
        environment = {
            "AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench", "AWS_ENDPOINT_URL": endpoint
        }  # fmt: skip
        lake = f'[warehouse]\nlake = "s3://{BUCKET}/lake"\n'
    with (
        dask_cluster(folder / "dask", environment, workers) as cluster,
        watched([worker.pid for worker in cluster.workers]) as mib,
    ):
        tables = f'{lake}[extraction]\nscheduler = "{cluster.url}"\n'
        before = [_cpu(process.pid) for process in (*cluster.workers, *cluster.schedulers)]
        found, seconds, used = _landed(folder, archives, environment, tables)
        after = [_cpu(process.pid) for process in (*cluster.workers, *cluster.schedulers)]
        *busy, scheduler = (end - begin for begin, end in zip(before, after, strict=True))
        return found, seconds, mib, _told(busy, used, scheduler, seconds)


def _told(busy: list[float], used: float, scheduler: float, seconds: float) -> str:
    """CPU seconds, how much of the time workers were at work, and what two workers could come to: two cores
    carry no more than all CPU seconds by two, while one worker's are the least that one worker takes."""
    share = sum(busy) / len(busy) / seconds
    most = 2 * sum(busy) / (sum(busy) + used + scheduler)
    return (
        f"CPU s: workers {', '.join(f'{one:.1f}' for one in busy)}, run {used:.1f}, "
        f"scheduler {scheduler:.1f}; workers busy {share:.0%} of the run; two on two cores at most "
        f"{most:.2f} times one"
    )


def _cpu_of_ended() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _cpu(pid: int) -> float:
    """CPU seconds of a process and of what it started, as far as that has not ended."""
    times = (Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in descendants(pid))
    return sum(int(time[11]) + int(time[12]) for time in times) / os.sysconf("SC_CLK_TCK")


def _landed(
    folder: Path, archives: list[str], environment: dict[str, str], tables: str
) -> tuple[dict[str, Any], float, float]:
    """What landed, in order, and the seconds of the run, on the clock and of CPU."""
    folder.mkdir(exist_ok=True)
    config = folder / "sources.toml"
    config.write_text(f'[copydesk]\ncontact = "mailto:desk@example.org"\n{tables}')
    called = [sys.executable, "-c", "from flows.cli import main; main()"]
    copydesk = [*called, "--data", str(folder / "data"), "--config", str(config)]
    begun = used = 0.0
    for verb in (["import", *archives], ["run", "--direct", "--no-fetch"]):
        begun, used = time.monotonic(), _cpu_of_ended()
        subprocess.run([*copydesk, *verb], check=True, env={**os.environ, **environment}, capture_output=True)
    seconds, used = time.monotonic() - begun, _cpu_of_ended() - used
    with duckdb.connect(str(folder / "data" / "warehouse.duckdb"), read_only=True) as database:
        rows = {name: sorted(database.execute(sql).fetchall(), key=repr) for name, sql in SAME.items()}
    return rows, seconds, used


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
