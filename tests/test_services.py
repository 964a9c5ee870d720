"""What starts another real program says so: `make test` leaves these files to `make test-services`."""

import ast
from pathlib import Path

TESTS = Path(__file__).parent
GENERATORS = {f"site_software.{name}_site" for name in ("hugo", "nikola", "pelican")}
STARTING = {"prefect_server", "dask_cluster", "seaweed_server"} | GENERATORS
"""Modules of ours that start Prefect, Dask, SeaweedFS, or a generator of sites."""
PROGRAMS = {"bash", "dbt", "pip", "playwright", "run.py"}
"""Words in the commands and paths of the others; the long sweeps are each a `run.py` of `benchmarks`."""


def starts_a_program(tree: ast.Module) -> bool:
    nodes = list(ast.walk(tree))
    imported = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    said = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return not (STARTING.isdisjoint(imported) and PROGRAMS.isdisjoint(said))


def is_marked(tree: ast.Module) -> bool:
    marks = [node for node in tree.body if isinstance(node, ast.Assign) and "pytestmark" in ast.unparse(node)]
    return any("pytest.mark.services" in ast.unparse(mark) for mark in marks)


def test_a_file_that_starts_another_program_is_marked_and_no_other_is() -> None:
    trees = {
        str(path.relative_to(TESTS)): ast.parse(path.read_text(encoding="utf-8"))
        for path in TESTS.rglob("test_*.py")
        if path != Path(__file__)
    }
    starting = {name for name, tree in trees.items() if starts_a_program(tree)}
    assert "flows/test_prefect_flow.py" in starting and "flows/test_match.py" not in starting
    assert {name for name, tree in trees.items() if is_marked(tree)} == starting
