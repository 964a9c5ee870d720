"""No pinned package has a vulnerability that is on the list in this repository."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]


def pinned() -> dict[str, Version]:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pins = [line.split("==") for line in lines if "==" in line and not line.startswith("#")]
    return {canonicalize_name(name): Version(version.split(";")[0].strip()) for name, version in pins}


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


def test_everything_that_make_installs_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    installed = re.findall(r"'\.\[([\w,]+)\]'", (ROOT / "Makefile").read_text())
    extras = {extra for some in installed for extra in some.split(",")}
    named = [line for extra in extras for line in project["optional-dependencies"][extra]]
    names = {canonicalize_name(Requirement(line).name) for line in [*project["dependencies"], *named]}
    assert names - pinned().keys() == set()
