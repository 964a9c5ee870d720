"""A process that was forked is as one that was started: see preloaded_processes.py."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from preloaded_processes import ForkedProcess

SHOWING = """
import json, os, sys
handed_on = os.read(int(sys.argv[1]), 9).decode()
print(json.dumps([sys.argv[1:], os.environ["WORD"], os.getcwd(), __name__, handed_on]))
print(sys.stdin.read(), file=sys.stderr)
raise SystemExit(3)
"""
WAITING = "import sys\nprint('here', flush=True)\nsys.stdin.read()"


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with modules that processes can run."""
    (tmp_path / "showing.py").write_text(f"if __name__ == '__main__':{SHOWING}".replace("\n", "\n    "))
    (tmp_path / "waiting.py").write_text(f"if __name__ == '__main__':\n{WAITING}".replace("\n", "\n    "))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("word", ["one", "another"])
def test_it_has_arguments_environment_folder_descriptors_and_exit_code(
    modules: Path, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    monkeypatch.setenv("WORD", word)
    seen = []
    for start in (subprocess.Popen, ForkedProcess):
        theirs, ours = os.pipe()
        os.write(ours, b"handed on")
        command = [sys.executable, "-m", "showing", str(theirs), "-x"]
        pipe, errors = subprocess.PIPE, modules / "errors"
        with errors.open("wb") as stream:
            process = start(command, stdin=pipe, stdout=pipe, stderr=stream, text=True, pass_fds=[theirs])
        with process:
            assert process.stdin and process.stdout
            process.stdin.write("said")
            process.stdin.close()
            shown = process.stdout.read().replace(f'"{theirs}"', "FD")
        os.close(theirs)
        os.close(ours)
        seen.append((process.returncode, shown, errors.read_text()))
    assert seen[0] == seen[1]
    assert seen[0][0] == 3 and word in seen[0][1] and seen[0][2] == "said\n"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_it_can_be_ended_and_says_by_which_signal(modules: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-m", "waiting"]
    with ForkedProcess(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "here\n"
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.01)
        (process.terminate if number == signal.SIGTERM else process.kill)()
        assert process.wait(60) == -number


def test_it_ends_when_its_input_does(modules: Path) -> None:
    with ForkedProcess([sys.executable, "-m", "waiting"], stdin=subprocess.PIPE, text=True) as process:
        process.stdin.close()
        assert process.wait(60) == 0
