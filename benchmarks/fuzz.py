"""Fuzzing with atheris: `make fuzz`, or `python benchmarks/fuzz.py TARGET SECONDS`.

Each target gets a process of its own, guided by the branches that it takes in our code. What it finds is kept
in tests/fuzz_cases/TARGET/, where a test runs it ever after: repair what raises, and leave the file. Exits
with the number of targets for which something was found. atheris is not for all platforms and stands in an
environment of its own: see the Makefile.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "fuzz_cases"
LARGEST = 20_000
"""Bytes of an input."""

SLOWEST = 30
"""Seconds for one input, after which it is a finding, unless the machine was busy: see the steps it takes."""

MEMORY = 1_500
"""MiB."""

sys.path[:0] = [str(ROOT), str(ROOT / "tests")]


def one(name: str, seconds: int) -> None:
    """Fuzz one target in this process, until something is found or the time is over."""
    import atheris

    with atheris.instrument_imports(include=["spiders", "feedparser", "warcio"]):
        from fuzz_targets import SEEDS, TARGETS
    corpus = Path(tempfile.mkdtemp(prefix=f"copydesk-fuzz-{name}-"))
    for number, seed in enumerate(SEEDS[name]):
        (corpus / str(number)).write_bytes(seed)
    for seed in SEEDS[name]:
        TARGETS[name](seed)  # what is loaded once, which on a busy machine takes longer than an input may
    found = CASES / name
    found.mkdir(parents=True, exist_ok=True)
    options = [f"-max_total_time={seconds}", f"-max_len={LARGEST}", f"-timeout={SLOWEST}"]
    options += [f"-rss_limit_mb={MEMORY}", f"-artifact_prefix={found}/", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], TARGETS[name])
    atheris.Fuzz()


def every(names: list[str], seconds: int) -> int:
    """Fuzz targets one after the other, each in its process."""
    failed = 0
    for name in names:
        command = [sys.executable, __file__, name, str(seconds)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        stats = dict(line.split(": ", 1) for line in done.stderr.splitlines() if line.startswith("stat::"))
        runs = stats.get("stat::number_of_executed_units", "?").strip()
        print(
            f"{name:10} {runs:>9} inputs, {'nothing found' if not done.returncode else 'FOUND:'}", flush=True
        )
        if done.returncode:
            failed += 1
            print("\n".join((done.stdout + done.stderr).splitlines()[-25:]))
    return failed


def main() -> int:
    if len(sys.argv) == 3:  # before anything is imported, which would go on without instruments
        one(sys.argv[1], int(sys.argv[2]))
        return 0
    from fuzz_targets import TARGETS

    return every(list(TARGETS), int(sys.argv[1]) if len(sys.argv) > 1 else 600)


if __name__ == "__main__":
    sys.exit(main())
