"""The patches of the how-tos apply to a scratch copy of the packages, and do there what they are for."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HOW_TO = ROOT / "docs" / "how-to"
PACKAGES = ("dedupe", "flows", "spiders", "warehouse")


def fences(page: Path, language: str) -> list[str]:
    return re.findall(
        rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )


PATCHED = [page for page in sorted(HOW_TO.glob("*.md")) if fences(page, "diff")]


@pytest.mark.parametrize("page", PATCHED, ids=lambda page: page.stem)
def test_a_how_to_does_what_it_says_and_names_its_files(page: Path, tmp_path: Path) -> None:
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    (patch,), (check,) = fences(page, "diff"), fences(page, "py")
    apply = ["git", "apply", "--recount", "-C1", "-"]
    done = subprocess.run(apply, cwd=tmp_path, input=patch, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    run = [sys.executable, "-c", check]
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    done = subprocess.run(run, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

    said = page.read_text(encoding="utf-8").partition("```diff")[0]
    touched = re.findall(r"^\+\+\+ b/(\S+)", patch, re.MULTILINE)
    assert [
        path for path in touched if f"`{path}`" not in said and f"`{Path(path).parent}/`" not in said
    ] == []


def test_every_how_to_is_in_the_index() -> None:
    index = (HOW_TO / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in HOW_TO.glob("*.md") if page.name not in index + "README.md"] == []
    assert len(PATCHED) > 2
