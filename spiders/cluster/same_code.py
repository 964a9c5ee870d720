"""Whether two machines make the same articles: they run the same code of ours, and the same extractor."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

_PACKAGES = Path(__file__).parents[2]
_READ = ("dedupe", "flows", "spiders", "warehouse")


@cache
def code_hash() -> str:
    """What our source files and the extractor's version hash to."""
    digest = hashlib.sha256(version("trafilatura").encode())
    for path in sorted(path for name in _READ for path in (_PACKAGES / name).rglob("*.py")):
        digest.update(path.relative_to(_PACKAGES).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
