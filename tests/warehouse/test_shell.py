"""The prompt, at a terminal and with statements piped in."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from click.testing import CliRunner, Result
from warehouse_rows import NOON, article, rows

from flows.cli import cli
from warehouse.base.data_folder import DataFolder
from warehouse.snapshots.snapshot import EMPTY, commit


@pytest.fixture
def lake(data: DataFolder) -> DataFolder:
    commit(data, EMPTY, rows(article("a")), [], NOON)
    return data


def piped(data: DataFolder, script: str) -> Result:
    return CliRunner().invoke(cli, ["--data", str(data.root), "shell"], input=script, catch_exceptions=False)


def typed(data: DataFolder, text: str) -> str:
    """What a terminal shows when this is typed."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-c", "from flows.cli import main; main()", "--data", str(data.root), "shell"]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs) as shell:
        os.close(theirs)
        os.write(ours, text.encode())
        shown = b""
        try:
            while part := os.read(ours, 4096):
                shown += part
        except OSError:  # how Linux says that the other end is closed
            pass
        os.close(ours)
    assert shell.returncode == 0
    return shown.decode()


def test_statements_may_span_lines_and_an_error_does_not_end_the_prompt(lake: DataFolder) -> None:
    shown = typed(lake, "SELECT nothing;\n\nSELECT title\nFROM articles;\nexit\n")
    assert shown.index('Referenced column "nothing" was not found') < shown.index("Title of a")


@pytest.mark.parametrize("word", ["exit", "QUIT;", ".quit"])
def test_the_words_that_people_leave_a_prompt_with_leave_it(lake: DataFolder, word: str) -> None:
    assert "Error" not in typed(lake, f"{word}\nSELECT nothing;\n")


def test_what_is_piped_in_is_run_without_a_prompt_its_last_statement_too(lake: DataFolder) -> None:
    result = piped(lake, "SELECT title\nFROM articles; SELECT 'semi;colon' AS text")
    assert (result.exit_code, "copydesk>" in result.output) == (0, False)
    assert "Title of a" in result.output and "semi;colon" in result.output


def test_the_first_statement_of_a_script_that_fails_ends_it(lake: DataFolder) -> None:
    result = piped(lake, "SELECT nothing; SELECT title FROM articles;")
    assert (result.exit_code, "Title of a" in result.output) == (1, False)
    assert 'Referenced column "nothing" was not found' in result.output


@pytest.mark.parametrize(
    "statement", ["COPY (SELECT 1) TO '{out}'", "SELECT * FROM read_text('/etc/hostname')", "ATTACH '{out}'"]
)
def test_the_shell_reads_the_snapshot_and_no_other_file(lake: DataFolder, statement: str) -> None:
    out = lake.root / "out.csv"
    result = piped(lake, statement.format(out=out))
    assert (result.exit_code, out.exists()) == (1, False)
    assert "Permission Error" in result.output
