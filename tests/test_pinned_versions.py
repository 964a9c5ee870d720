"""No pinned package has a vulnerability that is on the list in this repository."""

from __future__ import annotations

import re
import tomllib
from itertools import chain
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]


def pinned() -> dict[str, Version]:
    lines = [Requirement(line) for line in (ROOT / "constraints.txt").read_text().splitlines()]
    return {canonicalize_name(one.name): Version(str(one.specifier).removeprefix("==")) for one in lines}


def vulnerable(pins: dict[str, Version]) -> list[str]:
    listed = tomllib.loads((ROOT / "tests" / "advisories.toml").read_text())["advisory"]
    return [
        f"{one['package']} {version}: {one['id']}"
        for one in listed
        if (version := pins.get(canonicalize_name(one["package"])))
        and version in SpecifierSet(one["affected"])
    ]


def test_no_pinned_version_is_a_vulnerable_one() -> None:
    assert vulnerable(pinned()) == []


def test_a_vulnerable_version_would_be_named() -> None:
    assert vulnerable({"pyarrow": Version("14.0.0"), "lxml": Version("6.0.0")}) == [
        "pyarrow 14.0.0: CVE-2023-47248"
    ]


def test_everything_that_copydesk_names_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    named = [Requirement(line) for line in lines]
    pins = pinned()
    assert {canonicalize_name(one.name) for one in named} - pins.keys() == set()
    assert [str(one) for one in named if pins[canonicalize_name(one.name)] not in one.specifier] == []


def test_every_pin_has_its_hashes_and_neither_file_names_a_registry() -> None:
    locked = (ROOT / "locked.txt").read_text()
    packages = re.findall(r"^([^\s#=]+)==([^\s;]+)(?: ;[^\n]*?)? \\\n +--hash=sha256:", locked, re.MULTILINE)
    assert {canonicalize_name(name): Version(version) for name, version in packages} == pinned()
    assert "://" not in locked + (ROOT / "constraints.txt").read_text()
