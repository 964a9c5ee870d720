"""What a command loads: nothing that it does not use."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = frozenset(
    ["scipy", "datasketch", "requests", "trafilatura", "scrapy", "prefect", "fsspec", "dateparser", "tantivy"]
)


@pytest.mark.parametrize(
    ("verb", "needed"),
    [("query", ()), ("explain", ()), ("search", ("tantivy",)), ("snapshots", ()), ("export", ())],
)
def test_a_verb_loads_no_package_that_it_does_not_use(verb: str, needed: tuple[str, ...]) -> None:
    code = (
        "import sys; from flows.cli import VERBS; from importlib import import_module;"
        f"import_module(VERBS[{verb!r}].command.partition(':')[0]); print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY.difference(needed).intersection(loaded.stdout.split())
