"""SQL stands in `warehouse`: `flows` runs statements by their names, and each of them is run by something."""

import ast
import re
from pathlib import Path

import pytest

FLOWS = sorted(Path("flows").rglob("*.py"))
FOLDER = Path("warehouse/sql")
RUNS_SQL = {"execute", "executemany", "sql", "query", "from_query"}


def sql_calls(source: str) -> list[int]:
    """Lines on which a method that takes SQL is called on an object."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [
        call.lineno for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr in RUNS_SQL
    ]


@pytest.mark.parametrize(
    "text", ["database.execute('SELECT 1')", "db.cursor().execute(f'{x}')", "db.sql(text)"]
)
def test_a_call_with_sql_is_seen(text: str) -> None:
    assert sql_calls(text) == [1]


def test_flows_runs_no_sql_of_its_own() -> None:
    assert not [f"{path}:{line}" for path in FLOWS for line in sql_calls(path.read_text(encoding="utf-8"))]


def test_every_statement_is_run_somewhere() -> None:
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for root in ("flows", "warehouse")
        for path in Path(root).rglob("*.py")
    )
    names = [path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.sql")]
    unused = [
        name for name in names if f'"{name}"' not in code and f'"{name.rpartition("/")[2]}"' not in code
    ]
    assert names
    assert not unused


def test_what_the_latest_text_is_stands_in_one_file() -> None:
    order = re.compile(r"PARTITION BY \w+ ORDER BY \w+ DESC, (extraction|reading) DESC", re.IGNORECASE)
    files = [*FLOWS, *Path("warehouse").rglob("*.py"), *Path("warehouse").rglob("*.sql")]
    found = [path for path in files if order.search(path.read_text(encoding="utf-8"))]
    assert found == [FOLDER / "landed/is_latest_text.sql"]
