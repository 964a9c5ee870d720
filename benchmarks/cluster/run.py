"""The same pages through one machine's processes, and through Dask workers: one and two on files, two on S3.

`python benchmarks/cluster/run.py [PAGES] [ARCHIVE ...] [one files s3]` lands the pages of archives, or so
many generated ones (1,000), once each way and compares what landed, row by row; S3 is SeaweedFS. Memory is of
a worker with its extraction process. Seconds on the clock say something where nothing else runs; the workers
are on this machine, so that its cores are shared by all.
"""

from __future__ import annotations

import os
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
from benchmarks.memory import watched

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
        expected, seconds = _landed(folder / "here", archives, {}, "")
        print(f"one machine: {seconds:.0f} s; " + ", ".join(f"{len(r)} {n}" for n, r in expected.items()))
        failed = 0
        for way in ways:
            (folder / way).mkdir()
            with _s3_server(folder / way / "s3") if way == "s3" else nullcontext("") as endpoint:
                found, seconds, mib = _on_cluster(folder / way, archives, endpoint, 1 if way == "one" else 2)
            differing = [name for name in SAME if found[name] != expected[name]]
            each = ", ".join(f"{one:.0f}" for one in mib)
            print(
                f"{way}: {seconds:.0f} s; {each} MiB a worker; differing: {differing or 'nothing'}",
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
) -> tuple[dict[str, Any], float, list[float]]:
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
        return *_landed(folder, archives, environment, tables), mib


def _landed(
    folder: Path, archives: list[str], environment: dict[str, str], tables: str
) -> tuple[dict[str, Any], float]:
    """What landed, in order, and the seconds of the run."""
    folder.mkdir(exist_ok=True)
    config = folder / "sources.toml"
    config.write_text(f'[copydesk]\ncontact = "mailto:desk@example.org"\n{tables}')
    called = [sys.executable, "-c", "from flows.cli import main; main()"]
    copydesk = [*called, "--data", str(folder / "data"), "--config", str(config)]
    begun = 0.0
    for verb in (["import", *archives], ["run", "--direct", "--no-fetch"]):
        begun = time.monotonic()
        subprocess.run([*copydesk, *verb], check=True, env={**os.environ, **environment}, capture_output=True)
    seconds = time.monotonic() - begun
    with duckdb.connect(str(folder / "data" / "warehouse.duckdb"), read_only=True) as database:
        return {
            name: sorted(database.execute(sql).fetchall(), key=repr) for name, sql in SAME.items()
        }, seconds


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
