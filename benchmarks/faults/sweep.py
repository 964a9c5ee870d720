"""The fork server, the points that it strikes and the table that it prints; see run.py."""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

import copied_views
import pytest
from s3_server import empty_bucket, s3_server

from benchmarks.faults.invariants import State, broken, state
from benchmarks.faults.layers import (
    Counting,
    Point,
    attach,
    counted_calls,
    is_native_there,
    native_counts,
    native_points,
    python_points,
    scratch,
    wait_for_tracer,
)
from benchmarks.faults.operations import OPERATIONS, Operation, warm_up
from flows.cli.errors import error_message

LONGEST = 300
"""Seconds that a child may take; then it is a run that is blocked. A quiet machine needs 5."""


@dataclass(frozen=True)
class Struck:
    """What came of one point: `wall` is a traceback, or an abort, where people should get a line."""

    operation: str
    point: Point
    broken: tuple[str, ...]
    wall: str | None


def in_child(work: Callable[[], Any], tracer: Callable[[int], Any] | None = None) -> tuple[int, Any]:
    """Do `work` in a forked child; its exit status and what it gave, as JSON."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        _be_child(work, reading, writing, tracer is not None)
    os.close(writing)
    tracing = tracer(pid) if tracer else None
    with os.fdopen(reading, "rb") as pipe, _bounded(pid):
        given = pipe.read()
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if tracing:
        tracing.wait()
    return status, json.loads(given) if given else None


def _be_child(work: Callable[[], Any], reading: int, writing: int, is_traced: bool) -> None:
    os.close(reading)
    code = 1
    try:
        if is_traced:
            wait_for_tracer()
        result = json.dumps(work()).encode()
        os.write(writing, result)
        code = 0
    except BaseException:
        os.write(writing, json.dumps(traceback.format_exc()).encode())
    finally:
        os._exit(code)


@contextmanager
def _bounded(pid: int) -> Iterator[None]:
    signal.signal(signal.SIGALRM, lambda *_: os.kill(pid, signal.SIGKILL))
    signal.alarm(LONGEST)
    yield
    signal.alarm(0)


def done(work: Callable[[], Any]) -> Any:
    """The same for work that must succeed."""
    status, given = in_child(work)
    if status:
        raise RuntimeError(f"exit {status}: {given}")
    return given


class Sweep:
    """One operation, struck again and again on copies of the same folder."""

    def __init__(self, operation: Operation, folder: Path, endpoint: str | None) -> None:
        self.operation, self._folder, self._endpoint = operation, folder / operation.name, endpoint
        self._folder.mkdir()
        self._root = self._folder / "data"
        self.before: State = {}
        self.after: State = {}
        self._fresh()
        self.before = done(lambda: state(operation.folder(self._root)))
        files = _files(self._root)
        done(lambda: operation.act(self._root))
        if _files(self._root) == files:
            raise RuntimeError(f"{operation.name} changes no file: there is nothing to strike")
        self.after = done(lambda: state(operation.folder(self._root)))

    def points(self, layers: tuple[str, ...]) -> list[Point]:
        """Every point of the operation, counted in a run without a fault."""
        found: list[Point] = []
        log = self._folder / "calls"
        if "python" in layers:
            self._fresh()
            found += python_points(done(lambda: counted_calls(lambda: self.operation.act(self._root), log)))
        if "native" in layers:
            self._fresh()
            in_child(lambda: self.operation.act(self._root), lambda pid: attach(pid, None, log))
            found += native_points(native_counts(log))
        return found

    def strike(self, point: Point) -> Struck:
        self._fresh()
        if point.layer == "python":
            status, given = in_child(lambda: self._with_fault(point))
        else:
            log = self._folder / "strace"
            status, given = in_child(self._plainly, lambda pid: attach(pid, point, log))
        wall = "aborted" if status == -signal.SIGABRT else given if given != "line" else None
        code, found = in_child(lambda: broken(self.operation, self._root, self.before, self.after))
        if code:
            found = [f"blocked, exit {code}: {_last_lines(found)}"]
        return Struck(self.operation.name, point, tuple(found), wall)

    def _with_fault(self, point: Point) -> str | None:
        with Counting(point.number, point.fault):
            return self._plainly()

    def _plainly(self) -> str | None:
        """None where the fault did not matter, `line` where a verb would print one line, else a traceback."""
        try:
            self.operation.act(self._root)
        except Exception as error:
            return "line" if error_message(error) else traceback.format_exc()
        return None

    def _fresh(self) -> None:
        shutil.rmtree(self._root, ignore_errors=True)
        template = self._folder / "template"
        if self.operation.bucket and self._endpoint:
            empty_bucket(self._endpoint)
            done(lambda: self.operation.prepare(self._root))
            return
        if not template.exists():
            done(lambda: self.operation.prepare(template))
        shutil.copytree(template, self._root, symlinks=True)


def _files(root: Path) -> set[tuple[Path, int, int]]:
    """What stands in a data folder, without the lock."""
    found = ((path, path.stat()) for path in root.rglob("*") if path.is_file() and path.name != "lock")
    return {(path, stat.st_size, stat.st_mtime_ns) for path, stat in found}


def _last_lines(trace: str | None) -> str:
    return " | ".join((trace or "killed").strip().splitlines()[-6:])


def chosen(points: list[Point], count: int, draw: random.Random) -> list[Point]:
    """So many points, evenly over layers, and within a layer over calls and faults."""
    layers: dict[str, dict[tuple[str, str], list[Point]]] = {}
    for point in draw.sample(points, len(points)):
        layers.setdefault(point.layer, {}).setdefault((point.call, point.fault), []).append(point)
    return list(islice(_in_turn(_in_turn(kinds.values()) for kinds in layers.values()), count))


def _in_turn(groups: Iterable[Iterable[Point]]) -> Iterator[Point]:
    for one_of_each in zip_longest(*groups):
        yield from (point for point in one_of_each if point)


def main() -> int:
    options = _options()
    warm_up()
    layers = ("python", "native") if options.layer == "both" else (options.layer,)
    if "native" in layers and not is_native_there():
        print("strace is not installed: no system call inside DuckDB or Arrow was made to fail")
        layers = ("python",)
    if "native" not in layers:
        copied_views.copy_views(pytest.MonkeyPatch())
    operations = [one for one in OPERATIONS if one.name in (options.operation or [one.name])]
    draw = random.Random(options.seed)
    folder, struck, begun = scratch(), list[Struck](), time.monotonic()
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        for number, operation in enumerate(operations):
            endpoint = stack.enter_context(_server()) if operation.bucket else None
            sweep = Sweep(operation, folder, endpoint)
            points = sweep.points(layers)
            share = (options.points - len(struck)) // (len(operations) - number)
            picked = points if options.all else chosen(points, share, draw)
            if options.at:
                picked = [point for point in points if str(point) == options.at]
            found = [_kept(sweep.strike(point), len(points), options.out) for point in picked]
            struck += found
            _report(operation, len(points), found)
    bad = [one for one in struck if one.broken]
    walls = sum(one.wall is not None for one in struck)
    seconds = time.monotonic() - begun
    struck_in = f"{len(struck)} points struck in {seconds:.0f} s"
    print(f"{struck_in}: {len(bad)} broken, {walls} told by a traceback or an abort")
    return len(bad)


def _kept(struck: Struck, total: int, out: Path | None) -> Struck:
    """Appended to a file at once, so that a sweep that is stopped loses nothing."""
    if out:
        with out.open("a") as file:
            file.write(json.dumps(asdict(struck) | {"points": total}) + "\n")
    return struck


def _report(operation: Operation, total: int, found: list[Struck]) -> None:
    faults = Counter(f"{one.point.layer} {one.point.fault}" for one in found)
    kinds = ", ".join(f"{name} {count}" for name, count in sorted(faults.items()))
    bad = sum(bool(one.broken) for one in found)
    print(f"{operation.name:12} {len(found):4} of {total:5} points, {bad} broken  ({kinds})", flush=True)
    for one in found:
        if one.broken:
            print(f"  {one.point}: {'; '.join(one.broken)[:1500]}")
        if one.wall:
            print(f"  {one.point}: no line for {one.wall.strip().splitlines()[-1][:200]}")


@contextmanager
def _server() -> Iterator[str]:
    with s3_server() as endpoint:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            del os.environ[name]
        os.environ |= {
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_ACCESS_KEY_ID": "faults",
            "AWS_SECRET_ACCESS_KEY": "faults",
        }
        yield endpoint


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--layer", choices=["python", "native", "both"], default="both")
    parser.add_argument(
        "--operation", action="append", choices=[one.name for one in OPERATIONS], help="may be repeated"
    )
    parser.add_argument("--all", action="store_true", help="every point of the operation")
    parser.add_argument("--out", type=Path, metavar="FILE", help="append each point, a line of JSON")
    parser.add_argument("--at", metavar="POINT", help="only this one, as it is printed: 'native write 8 EIO'")
    return parser.parse_args()
