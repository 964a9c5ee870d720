"""The wheel, installed elsewhere: its files, Scrapy's commands, and PyPI's `dedupe` beside it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from newsroom import Newsroom

from warehouse.base.data_folder import DataFolder
from warehouse.landing.segments import pending_segments
from warehouse.snapshots.snapshot import current_snapshot

pytestmark = pytest.mark.services

ROOT = Path(__file__).parents[1]
PACKAGES = ("spiders", "flows", "dedupe", "warehouse")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of installed packages, found before the checkout is."""
    folder = tmp_path_factory.mktemp("site")
    options = ["--quiet", "--no-index", "--no-deps", "--no-compile", "--target", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "install", *options, str(wheel)], check=True)
    return folder


def python(site: Path, folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    known = os.environ | {"PYTHONPATH": str(site), "SCRAPY_SETTINGS_MODULE": "spiders.settings"} | environment
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=known, capture_output=True, text=True, check=False
    )


def test_the_wheel_holds_every_file_of_the_packages_and_nothing_else(wheel: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", *PACKAGES], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert held == {name for name in listed.stdout.splitlines() if (ROOT / name).exists()}
    assert {f"{package}/py.typed" for package in PACKAGES} <= held


def test_scrapy_lists_and_crawls_from_the_wheel(site: Path, tmp_path: Path) -> None:
    listed = python(site, tmp_path, "-m", "scrapy", "list")
    assert listed.stdout.split() == ["embedded_json", "outlet"], listed.stderr
    paths = {"COPYDESK_CONFIG": str(tmp_path / "sources.toml"), "COPYDESK_DATA": str(tmp_path / "data")}
    with Newsroom(only=["talpost"], crawl_delay=0) as newsroom:
        newsroom.write_sources(tmp_path / "sources.toml")
        done = python(site, tmp_path, "-m", "scrapy", "crawl", "outlet", "-a", "source=talpost", **paths)
        assert done.returncode == 0, done.stderr
        articles = {page.url for page in newsroom.truth.values() if page.expected == "article"}
    data = DataFolder(tmp_path / "data")
    segments = pending_segments(data, current_snapshot(data))
    landed = {fetch.url for segment in segments for fetch in segment.fetches() if fetch.reason == "ok"}
    assert articles <= landed


def test_copydesk_says_when_another_package_has_replaced_its_own(site: Path, tmp_path: Path) -> None:
    replaced = tmp_path / "site"
    shutil.copytree(site, replaced)
    other = replaced / "dedupe" / "__init__.py"
    other.write_text("from dedupe.api import Dedupe\n")
    start = "from flows.cli import main; main()"
    said = python(replaced, tmp_path, "-c", start, "--version")
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr.startswith(f"Error: {other} is not copydesk's: the PyPI package 'dedupe'")
    assert python(site, tmp_path, "-c", start, "--version").stdout.startswith("copydesk, version")
