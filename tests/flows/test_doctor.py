"""The doctor, the figures for monitoring and what tables give as JSON."""

from __future__ import annotations

import inspect
import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from warehouse_rows import article, fetch, rejection, rows, run

from flows.alerts.finding import Finding, Kind
from flows.alerts.memory import Memory, update
from flows.alerts.memory_file import write_memory
from flows.cli import cli
from flows.doctor.checks import check_installation
from flows.doctor.diagnosis import State
from flows.doctor.metrics import metrics_text
from flows.doctor.prefect_api import Connection, check_prefect
from warehouse.base.data_folder import DataFolder
from warehouse.base.run_lock import run_lock
from warehouse.derived.publish import publish
from warehouse.snapshots.snapshot import EMPTY, commit

NOW = datetime.now(UTC)
CONTACT = '[copydesk]\ncontact = "mailto:desk@example.org"\n'
SOURCE = '[sources.example-news]\nhome = "https://example.org/"\n'
HOSTILE = "\x1b[2J\u202eevil"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    Path("sources.toml").write_text(CONTACT + SOURCE)
    data = DataFolder(tmp_path / "data")
    data.create()
    hour = timedelta(hours=1)
    batch = [
        article("a", title=HOSTILE, landed_at=NOW - hour),
        *(fetch(name, discovered_at=NOW) for name in ("a", "b")),
        rejection("b"),
        run(started_at=NOW - hour, finished_at=NOW - hour / 2, discovered=2, fetched=2, new=1),
    ]
    publish(data, commit(data, EMPTY, rows(*batch), [], NOW - hour))
    quiet = Finding(Kind.QUIET, "example-news", "went quiet")
    write_memory(data, update(Memory(), [quiet], NOW).memory)
    return data


def copydesk(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, words)
    return done.exit_code, done.stdout


def seen(data: DataFolder, config: str = "sources.toml") -> dict[str, State]:
    return {one.about: one.state for one in check_installation(data.root, Path(config), datetime.now(UTC))}


def test_a_sound_installation_has_nothing_wrong(desk: DataFolder) -> None:
    states = seen(desk)
    assert states.pop("findings") is State.WARNING
    assert set(states.values()) == {State.FINE}
    code, shown = copydesk("doctor")
    assert (code, "1 open, 0 receivers are notified" in shown) == (0, True)


def test_what_is_wrong_is_named_with_what_to_type(desk: DataFolder) -> None:
    desk.root.rename("moved")
    code, shown = copydesk("--data", "moved", "doctor", "--json")
    wrong = [one for one in json.loads(shown) if one["state"] == "wrong"]
    assert code == 1
    assert [one["to_do"] for one in wrong] == ["copydesk fsck --repair"]
    assert "in place of this folder's" in wrong[0]["seen"]


def test_each_trouble_has_a_diagnosis(desk: DataFolder) -> None:
    (desk.quarantine / "batch").mkdir()
    Path("sources.toml").write_text(CONTACT)
    assert (seen(desk)["quarantine"], seen(desk)["sources"]) == (State.WARNING, State.WARNING)
    Path("sources.toml").write_text("[copydesk]\n")
    assert seen(desk)["configuration"] is State.WRONG
    early = check_installation(desk.root, Path("sources.toml"), NOW - timedelta(days=1))
    assert {one.about: one.state for one in early}["clock"] is State.WRONG
    (desk.snapshots / "1" / "manifest.json").write_text("{")
    assert seen(desk)["lake"] is State.WRONG
    assert seen(DataFolder(Path("none"))) | {"configuration": 0} == {
        "environment": State.FINE, "configuration": 0, "data folder": State.WARNING
    }  # fmt: skip


def test_who_writes_is_seen(desk: DataFolder) -> None:
    with run_lock(desk):
        (lock,) = [one for one in check_installation(desk.root, Path("x"), NOW) if one.about == "lock"]
        assert "copydesk_writing 1.0" in metrics_text(desk)
    assert lock.seen == f"process {os.getpid()} is writing"


def test_a_prefect_server_that_is_down_is_wrong_only_where_one_is_configured() -> None:
    (down,) = check_prefect(Connection("http://user:secret@127.0.0.1:1/api"))
    assert (down.state, "secret" in down.seen) == (State.WRONG, False)


def test_figures_are_openmetrics(desk: DataFolder) -> None:
    code, text = copydesk("metrics")
    families = {family.name: family.samples for family in text_string_to_metric_families(text)}
    assert code == 0
    assert families["copydesk_articles"][0].value == 1
    assert families["copydesk_findings"][0].labels == {"kind": "quiet", "source": "example-news"}
    links = {one.labels["outcome"]: one.value for one in families["copydesk_source_links"]}
    assert (links["fetched"], links["new"]) == (2, 1)
    assert families["copydesk_last_run_seconds"][0].value == 1800


def test_figures_of_an_empty_folder_are_openmetrics(tmp_path: Path) -> None:
    text = metrics_text(DataFolder(tmp_path / "none"))
    assert list(text_string_to_metric_families(text))


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["status"], lambda it: (it["sources"][0]["fetched"], it["runs"][0]["new"], len(it["findings"]))),
        (["snapshots"], lambda it: (it[0]["snapshot"], it[0]["cause"], it[0]["texts"])),
        (["explain", "https://example.org/a"], lambda it: (it["revisions"][0]["title"],)),
        (["promos", "example-news"], lambda it: [(site["site"], site["blocks"]) for site in it]),
        (["quarantine"], lambda it: [(one["name"], one["segments"]) for one in it]),
        (
            ["erase", "--source", "example-news", "--reason", "a test", "--dry-run"],
            lambda it: (it["articles"], it["rows"]["articles"]),
        ),
        (["run", "--direct", "--no-fetch"], lambda it: (it["landed"], it["over"][0]["finding"]["kind"])),
    ],
)  # fmt: skip
def test_what_prints_a_table_prints_json_that_no_terminal_obeys(
    desk: DataFolder, words: list[str], part: Callable[[Any], object]
) -> None:
    expected = {
        "status": (2, 1, 1),
        "snapshots": (1, "run", 1),
        "explain": (HOSTILE,),
        "promos": [("example.org", [])],
        "quarantine": [("batch", 0)],
        "erase": (1, 1),
        "run": ([], "quiet"),
    }
    (desk.quarantine / "batch").mkdir()
    code, text = copydesk(*words, "--json")
    assert code == 0, text
    assert part(json.loads(text)) == expected[words[0]]
    assert text.isascii() and "\x1b" not in text


def test_every_verb_that_prints_a_table_prints_json_too() -> None:
    def commands(group: click.Group) -> Iterator[click.Command]:
        for name in group.list_commands(click.Context(group)):
            command = group.get_command(click.Context(group), name)
            assert command is not None
            yield command
            if isinstance(command, click.Group):
                yield from commands(command)

    silent = {
        command.name
        for command in commands(cli)
        if "Table(" in inspect.getsource(inspect.getmodule(command.callback))  # type: ignore[arg-type]
        and not any(option.name == "as_json" for option in command.params)
    }
    assert silent <= {"replay"}, "that one prints no table"


def test_status_of_an_empty_folder_is_json_too(tmp_path: Path) -> None:
    code, text = copydesk("--data", str(tmp_path / "none"), "status", "--json")
    assert (code, json.loads(text)["snapshot"]) == (0, None)
