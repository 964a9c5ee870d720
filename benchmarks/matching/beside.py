"""Matching beside rensa and gaoya, and what promo tails cost: one command, all side by side.

    python benchmarks/matching/beside.py [--only signing|dedupe|tails|memory|history] [--history 1000000]

rensa and gaoya are installed with pip into a folder that is removed afterwards. Figures are CPU seconds of
processes of their own, the least of ROUNDS in which all take turns; shared cores inflate all of them alike.
What is imported is compiled in the first round, as it is when a package is installed.

- signing: texts to signatures a CPU second, gaoya's with its index, which it cannot do without.
- dedupe: `copydesk dedupe` over 19,000 short texts, one in ten of them an edited copy, beside two scripts
  with rensa. That with clusters does the job: it reads the file, normalises (NFKC, lower case), sketches and
  looks up all texts at once, as rensa is quickest, compares the shingles of candidates (Jaccard .5), makes
  connected components and writes them as JSON lines. That with sketches only estimates from these, compares
  no text, makes no clusters and writes nothing. Neither folds accents or finds boilerplate, templates,
  excerpts or what follows a common head.
- tails: `copydesk dedupe` of 4,295 texts under promo tails as long as themselves, beside the same without.
- memory: the peak of `copydesk dedupe` on 100,000 promo-tailed rows of about a kilobyte.
- history: candidates of 10,000 new articles among HISTORY, as runs left them and after `maintain`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.matching.history import match_against
from benchmarks.matching.signing import rates
from benchmarks.matching.texts import texts

PROJECT = Path(__file__).parents[2]
ROUNDS = 3
SITES = 50

RENSA_CLUSTERS = """
import json, re, sys, unicodedata
import rensa
word = re.compile(r"\\w+")
rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
shingles = []
for row in rows:
    words = word.findall(unicodedata.normalize("NFKC", row["text"]).lower())
    shingles.append([" ".join(words[i : i + 5]) for i in range(len(words) - 4)])
sketches = rensa.RMinHash.from_token_sets(shingles, 128, 1)
index = rensa.RMinHashLSH(0.5, 128, 32)
index.insert_many(sketches)
root = list(range(len(rows)))
def find(row):
    while root[row] != row:
        root[row] = row = root[root[row]]
    return row
for row, others in enumerate(index.query_all(sketches)):
    for other in others:
        if other < row:
            one, two = set(shingles[row]), set(shingles[other])
            if len(one & two) >= 0.5 * len(one | two):
                first, second = sorted((find(row), find(other)))
                root[second] = first
with open(sys.argv[2], "w", encoding="utf-8") as file:
    for row, given in enumerate(rows):
        file.write(json.dumps({"id": given["id"], "cluster_id": rows[find(row)]["id"]}) + "\\n")
"""

RENSA_SKETCHES = """
import json, re, sys
import rensa
word = re.compile(r"\\w+")
index = rensa.RMinHashLSH(0.5, 128, 32)
pairs, sketches = 0, []
for number, line in enumerate(open(sys.argv[1], encoding="utf-8")):
    words = word.findall(json.loads(line)["text"].lower())
    sketch = rensa.RMinHash(128, 1)
    sketch.update([" ".join(words[i : i + 5]) for i in range(len(words) - 4)])
    pairs += sum(sketch.jaccard(sketches[other]) >= 0.5 for other in index.query(sketch))
    index.insert(number, sketch)
    sketches.append(sketch)
print(pairs)
"""


_SPENT = """
import json, os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(process.pid, 0)
print(json.dumps([status, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""
"""A process starts with the memory of the one that starts it counted as its own, so a small one does."""


@dataclass(frozen=True)
class Spent:
    """CPU seconds and peak memory in MiB of one process."""

    seconds: float
    memory: float


def main(only: str | None, history: int) -> None:
    with tempfile.TemporaryDirectory(prefix="copydesk-bench-") as name:
        folder = Path(name)
        parts = {
            "signing": lambda: _signing(folder),
            "dedupe": lambda: _dedupe(folder),
            "tails": lambda: _tails(folder),
            "memory": lambda: _memory(folder),
            "history": lambda: _history(folder, history),
        }
        for part in [only] if only else parts:
            for line in parts[part]():
                print(line, flush=True)


def _signing(folder: Path) -> Iterator[str]:
    os.environ["RAYON_NUM_THREADS"] = "1"
    sys.path.insert(0, str(_others(folder)))
    found = rates(list(texts(2_000)), ROUNDS)
    for name, rate in found.items():
        yield f"signing: {name:34} {rate:8,.0f} texts a CPU second; ours is {found['ours'] / rate:.2f} of it"


def _dedupe(folder: Path) -> Iterator[str]:
    path = _written(folder / "wire.jsonl", _with_copies(texts(17_000, 130), Random(1)))
    scripts = {"with clusters": RENSA_CLUSTERS, "with sketches only": RENSA_SKETCHES}
    commands = [_copydesk(path)]
    for name, script in scripts.items():
        file = folder / f"{name}.py"
        file.write_text(script)
        commands.append([sys.executable, str(file), str(path), str(folder / "clusters.jsonl")])
    environment = {"PYTHONPATH": str(_others(folder)), "RAYON_NUM_THREADS": "1"}
    ours, *theirs = _in_turn(commands, environment)
    yield f"dedupe: 19,000 short texts: {ours.seconds:.2f} CPU s, {ours.memory:,.0f} MiB"
    for name, spent in zip(scripts, theirs, strict=True):
        times = ours.seconds / spent.seconds
        yield (
            f"dedupe: a script with rensa, {name}: {spent.seconds:.2f} CPU s, {spent.memory:,.0f} MiB; "
            f"copydesk takes {times:.2f} times as much"
        )


def _tails(folder: Path) -> Iterator[str]:
    plain = list(texts(4_295, 300, seed=3))
    paths = [_written(folder / "plain.jsonl", plain), _written(folder / "tails.jsonl", _tailed(plain, 300))]
    without, under = _in_turn([_copydesk(path) for path in paths])
    yield f"tails: 4,295 texts: {under.seconds:.1f} CPU s, without tails {without.seconds:.1f}"
    yield f"tails: {under.seconds / without.seconds:.2f} times as much"


def _memory(folder: Path) -> Iterator[str]:
    path = _written(folder / "many.jsonl", _tailed(texts(100_000, 100, seed=3), 60))
    spent = _run(_copydesk(path))
    yield f"memory: 100,000 promo-tailed rows: {spent.memory:,.0f} MiB, {spent.seconds:.0f} CPU s"


def _history(folder: Path, history: int) -> Iterator[str]:
    for found in match_against(folder / "history", history, 10_000):
        yield (
            f"history: 10,000 new against {history:,} in {found.files} files: "
            f"{found.seconds:.2f} CPU s, {found.memory:,.0f} MiB"
        )


def _others(folder: Path) -> Path:
    target = folder / "others"
    if not target.is_dir():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(target), "rensa", "gaoya"]
        subprocess.run(pip, check=True)
    return target


def _with_copies(bodies: Iterable[str], rng: Random) -> Iterator[str]:
    """The texts, and of two in seventeen a copy without its second fifth."""
    for number, text in enumerate(bodies):
        yield text
        if number % 17 in (3, 11):
            words = text.split(" ")
            fifth = len(words) // 5
            yield " ".join([*words[:fifth], *words[2 * fifth :]])


def _tailed(bodies: Iterable[str], words: int) -> Iterator[str]:
    tails = list(texts(SITES, words, seed=2))
    return (f"{text}\n{tails[number % SITES]}" for number, text in enumerate(bodies))


def _written(path: Path, rows: Iterable[str]) -> Path:
    with path.open("w", encoding="utf-8") as file:
        for number, text in enumerate(rows):
            file.write(json.dumps({"id": number, "text": text}) + "\n")
    return path


def _copydesk(path: Path) -> list[str]:
    output = path.with_suffix(".parquet")
    return [str(Path(sys.executable).parent / "copydesk"), "dedupe", str(path), "--output", str(output)]


def _in_turn(commands: Sequence[Sequence[str]], environment: dict[str, str] | None = None) -> list[Spent]:
    """The least that each of the commands spent."""
    rounds = [[_run(command, environment) for command in commands] for _ in range(ROUNDS)]
    return [min(spent, key=lambda each: each.seconds) for spent in zip(*rounds, strict=True)]


def _run(command: Sequence[str], environment: dict[str, str] | None = None) -> Spent:
    given = os.environ | {"PYTHONPATH": str(PROJECT), "PYTHONDONTWRITEBYTECODE": ""}
    for name, value in (environment or {}).items():
        given[name] = f"{PROJECT}{os.pathsep}{value}" if name == "PYTHONPATH" else value
    told = subprocess.run(
        [sys.executable, "-c", _SPENT, *command], stdout=subprocess.PIPE, env=given, check=True
    )
    failed, seconds, memory = json.loads(told.stdout)
    if failed:
        raise SystemExit(f"failed: {' '.join(command)}")
    return Spent(seconds, memory)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=("signing", "dedupe", "tails", "memory", "history"))
    parser.add_argument("--history", type=int, default=1_000_000)
    given = parser.parse_args()
    main(given.only, given.history)
