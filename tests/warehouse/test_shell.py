from __future__ import annotations

from click.testing import CliRunner
from warehouse_rows import NOON, article, rows

from flows.cli import cli
from warehouse.folder import DataFolder
from warehouse.lake.snapshots import commit


def typed(data: DataFolder, text: str) -> str:
    return (
        CliRunner()
        .invoke(cli, ["--data", str(data.root), "shell"], input=text, catch_exceptions=False)
        .output
    )


def test_statements_may_span_lines_and_an_error_does_not_end_the_shell(data: DataFolder) -> None:
    commit(data, None, rows(article("a")), [], NOON)
    output = typed(data, "SELECT nothing;\n\nSELECT title\nFROM articles;\n")
    assert "nothing" in output
    assert "Title of a" in output


def test_the_shell_reads_the_snapshot_and_no_other_file(data: DataFolder) -> None:
    commit(data, None, rows(article("a")), [], NOON)
    other = data.root / "out.csv"
    output = typed(data, f"COPY (SELECT 1) TO '{other}';\nSELECT * FROM read_text('/etc/hostname');\n")
    assert not other.exists()
    assert output.count("Permission Error") == 2
