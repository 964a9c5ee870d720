"""Run by test_memory.py, alone: every parser on much of the same, and what the process held at most."""

from __future__ import annotations

import resource
from pathlib import Path

from fuzz_targets import SEEDS, TARGETS
from fuzzing.test_parsers import GROWING

LIMIT = 96 << 20
SAFETY = 2 << 30
"""Bytes: so much a test that fails may take of the machine."""

LARGE = 1_000_000
SLOW = {"article": 50_000, "page": 200_000}
"""Bytes, for what takes long enough to be a test of speed."""
LAUGHS = b"".join(
    b'<!ENTITY e%d "%s">' % (level, b"&e%d;" % (level - 1) * 10 if level else b"ha" * 10)
    for level in range(10)
)


def hostile(name: str) -> list[bytes]:
    size = SLOW.get(name, LARGE)
    kinds = [kind for key, kind in GROWING.items() if key.split()[0] == name]
    grown = [head + unit * (size // len(unit)) + tail for head, unit, tail in kinds]
    seeds = [seed * (size // len(seed)) for seed in SEEDS[name]]
    return [*grown, *seeds, b"<!DOCTYPE x [" + LAUGHS + b"]><rss><channel>&e9;</channel></rss>"]


def main() -> None:
    for name, target in TARGETS.items():
        for seed in SEEDS[name]:
            target(seed)
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + SAFETY
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    before = most_memory()
    for name, target in TARGETS.items():
        for content in hostile(name):
            target(content)
        taken = most_memory() - before
        assert taken < LIMIT, f"{name}: {taken >> 20} MiB"
        print(name, "is bounded", flush=True)


def most_memory() -> int:
    """The most bytes that this process has held at a time: what a parser refuses to say cannot hide here."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


main()
