"""What README, docs and --help show that serves or needs a Prefect server; what serves, for one run."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from newsroom import Newsroom
from prefect_server import PrefectServer, copydesk_command, wait_for
from shown_commands import shown

pytestmark = pytest.mark.services


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with Newsroom(only=["talpost"], crawl_delay=0) as newsroom:
        newsroom.write_sources(tmp_path / "sources.toml")
        yield tmp_path


def of_verb(verb: str) -> list[str]:
    return [shlex.join(words) for words in shown("copydesk") if words[0] == verb]


@pytest.mark.parametrize("line", of_verb("serve"))
def test_what_serves_carries_out_a_run(line: str, folder: Path, prefect: PrefectServer) -> None:
    before = {name: one["updated"] for name, one in prefect.deployments().items()}

    def registered() -> str | None:
        """The name of the ingest that is served now."""
        served = prefect.deployments().items()
        fresh = [name for name, one in served if one["updated"] != before.get(name)]
        return next((name for name in fresh if name.startswith("ingest")), None)

    command = copydesk_command(folder / "data", folder / "sources.toml", *shlex.split(line))
    with prefect.process(folder, *command):
        assert prefect.end_of(prefect.start(wait_for(registered)))["state_name"] == "Completed"


@pytest.mark.parametrize("line", of_verb("deploy"))
def test_what_sets_up_a_server_runs(line: str, folder: Path, prefect: PrefectServer) -> None:
    prefect.copydesk(folder / "data", folder / "sources.toml", *shlex.split(line))


def test_what_is_shown_of_prefect_runs(folder: Path, prefect: PrefectServer) -> None:
    lines = [" ".join(words) for words in shown("prefect")]
    assert lines == [
        "worker start --pool copydesk",
        "work-pool create copydesk --type process --concurrency-limit 1",
        "--no-prompt deploy --all",
    ], "the others have tests of their own"
    prefect.copydesk(folder / "data", folder / "sources.toml", "deploy")
    with prefect.process(folder, sys.executable, "-m", "prefect", *lines[0].split()):
        assert prefect.end_of(prefect.start("maintain"))["state_name"] == "Completed"
