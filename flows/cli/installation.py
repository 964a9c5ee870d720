"""Whether this environment's `dedupe` is copydesk's.

A package of that name on PyPI installs into the same folder and overwrites files there. Which of the two was
installed last cannot be told from a version, so the docstring of `dedupe/__init__.py` is read: its file is
found without being run, for the other one's needs packages that may be missing.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from warehouse.base.errors import CopydeskError

_OURS = "copydesk"


class PackageReplaced(CopydeskError):
    """Another package has overwritten a package of ours; `path` is the file that is not ours."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return (
            f"{self.path} is not copydesk's: the PyPI package 'dedupe' installs into the same folder. "
            "Install copydesk into an environment of its own: "
            "python3 -m venv .venv && .venv/bin/pip install copydesk"
        )


def check_installation_is_ours() -> None:
    """Raises PackageReplaced where the package `dedupe` is missing or another one's."""
    found = find_spec("dedupe")
    path = Path(found.origin) if found and found.origin else None
    if path is None or _OURS not in path.read_text(encoding="utf-8").partition("\n")[0]:
        raise PackageReplaced(str(path or "the package 'dedupe'"))
