"""What everything around fetching and extraction costs: start-up, Prefect, checks and commit, publishing.

    python benchmarks/orchestration/run.py [PAGES]

First a run with nothing to land, as commands of their own: direct, and with a Prefect server that is running.
Then one direct run over an outlet of PAGES stories (default 1,000), whose stages are measured apart. All are
CPU seconds of this process and of those that it starts; those of the server are not counted.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from flows.cli.libraries import configure_libraries
from flows.ingestion.ingest import ingest
from flows.ingestion.prepare import prepare_run
from flows.orchestration.environment import configure_prefect
from flows.orchestration.prefect_server import prefect_server

HERE = Path(__file__).parent
CONFIG = """[copydesk]
contact = "mailto:benchmark@example.org"
[network]
allow = ["127.0.0.1"]
"""
SOURCE = """[sources.bulk-reporter]
home = "{home}"
feeds = ["{home}rss.xml"]
sections = ["{home}"]
limits = {{ pages = 100000, links = 100000, delay = 0.0, connections = 8, minutes = 60, max_age_days = 0 }}
"""
AROUND = ("commit", "publish", "around the stages")
"""How the stages begin that are neither fetching, extracting nor matching; a stage of a part says which."""
T = TypeVar("T")


def main(pages: int) -> None:
    configure_libraries()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        direct, served = _empty_runs(root)
        print(f"a run with nothing to land: {direct:.2f} CPU s direct, {served:.2f} with a Prefect server")
        stages, landed = _large_run(root, pages)
    total = sum(stages.values()) + served
    print(f"a run that lands {landed} of {pages} pages, CPU seconds and share of all:")
    for name, spent in {"start-up, nothing to do": direct, "Prefect": served - direct, **stages}.items():
        print(f"  {name:26}{spent:9.2f}{100 * spent / total:8.1f} %")
    around = served + sum(spent for name, spent in stages.items() if name.startswith(AROUND))
    print(f"start-up, Prefect, checks, commit and publish: {100 * around / total:.1f} % (reach 15)")


def _empty_runs(root: Path) -> tuple[float, float]:
    """CPU seconds of `copydesk run --no-fetch` direct and with a server."""
    configure_prefect(quiet=True)
    os.environ["PREFECT_HOME"] = str(root / "prefect")
    (root / "sources.toml").write_text(CONFIG)
    command = [sys.executable, "-c", "from flows.cli import main; main()", "--data", str(root / "empty")]
    command += ["--config", str(root / "sources.toml"), "run", "--no-fetch"]
    direct = min(_children([*command, "--direct"]) for _ in range(3))
    with prefect_server(root / "logs"):
        served = min(_children(command) for _ in range(3))
    return direct, served


def _children(command: list[str]) -> float:
    before = _spent(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, cwd="/")
    return _spent(resource.RUSAGE_CHILDREN) - before


def _large_run(root: Path, pages: int) -> tuple[dict[str, float], int]:
    """CPU seconds by stage of one run over a bulk outlet, and how many pages landed."""
    stages: dict[str, float] = {}

    def perform(name: str, step: Callable[[], T]) -> T:
        before = _all_spent()
        done = step()
        stages[name] = stages.get(name, 0.0) + _all_spent() - before
        return done

    with _outlet(pages) as home:
        config = root / "large.toml"
        config.write_text(CONFIG + SOURCE.format(home=home))
        before = _all_spent()
        ingested = ingest(prepare_run(root / "large", config, fetch=True), True, perform)
        whole = _all_spent() - before
    stages["around the stages"] = whole - sum(stages.values())
    return stages, sum(landed.run.landed for landed in ingested.landed)


@contextmanager
def _outlet(pages: int) -> Iterator[str]:
    serve = [sys.executable, str(HERE.parent / "crawl" / "serve.py"), str(pages)]
    server = subprocess.Popen(serve, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert server.stdout is not None
        yield json.loads(server.stdout.readline())["home"]
    finally:
        server.terminate()


def _all_spent() -> float:
    return _spent(resource.RUSAGE_SELF) + _spent(resource.RUSAGE_CHILDREN)


def _spent(who: int) -> float:
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
