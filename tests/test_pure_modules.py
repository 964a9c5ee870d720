"""Modules that call themselves pure reach no clock, file, process or network, and neither does `dedupe`."""

import ast
import re
from pathlib import Path

import pytest

ROOTS = ("spiders", "flows", "dedupe", "warehouse")
OUTSIDE = {
    "os",
    "subprocess",
    "socket",
    "shutil",
    "tempfile",
    "threading",
    "time",
    "random",
    "secrets",
    "duckdb",
}
CLOCK = {"now", "utcnow", "today", "monotonic"}
FILES = {"open", "write_text", "write_bytes", "read_bytes", "unlink", "mkdir", "urlopen"}


def is_pure(path: Path, tree: ast.Module) -> bool:
    """`Pure.`, or `: pure`, in the first paragraph of a module is a promise; all of dedupe makes it."""
    first = (ast.get_docstring(tree) or "").partition("\n\n")[0]
    return path.parts[0] == "dedupe" or re.search(r"\bPure\.|: pure\b", first) is not None


def reached(tree: ast.Module) -> list[str]:
    """What a module reaches beyond its arguments. Data files of a package are part of the code."""
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [name.name for name in node.names if name.name.partition(".")[0] in OUTSIDE]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in OUTSIDE:
            found.append(node.module or "")
        elif isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            found += [f"{name}()"] if name in CLOCK | FILES else []
    return found


@pytest.mark.parametrize(
    "source",
    ["import os", "from time import sleep", "now = datetime.now(UTC)", "path.write_text('')", "open('a')"],
)
def test_a_reach_outside_is_seen(source: str) -> None:
    assert reached(ast.parse(source))


def test_pure_modules_keep_their_promise() -> None:
    trees = {
        path: ast.parse(path.read_text("utf-8"))
        for root in ROOTS
        for path in sorted(Path(root).rglob("*.py"))
    }
    pure = {path: tree for path, tree in trees.items() if is_pure(path, tree)}
    assert len(pure) > 40
    assert not {str(path): found for path, tree in pure.items() if (found := reached(tree))}
