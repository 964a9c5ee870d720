"""What people read of a run on Prefect's page: states, wrong parameters, fetched text that stays text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from flows.alerts.finding import Finding, Kind, OpenFinding
from flows.ingestion.ingest import IngestResult
from flows.ingestion.run_report import _escaped
from flows.orchestration.flow_state import flow_state, ingest_state, result_line
from flows.orchestration.ingest import _ingest
from flows.orchestration.reporting import findings_table
from flows.sources.all_down import are_all_down
from flows.sources.groups import NoSuchGroup, groups_of, of_groups
from flows.sources.pacing import SourceHistory
from spiders.sources.source import Source

NOTHING = IngestResult("20261122T093000Z-1a2b", ())
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        (
            {"workers": -1},
            "parameter workers: Input should be greater than or equal to 0, not -1",
        ),
        (
            {"workers": "many", "config": "."},
            (
                "parameter config: . is a folder; parameter workers: Input should be a valid integer, "
                "unable to parse string as an integer, not 'many'"
            ),
        ),
        (
            {"shard": "4/3"},
            (
                "parameter shard: '4/3' is not a shard; write which of how many, from 1/1 to 1000/1000: "
                "2/3 is the second of three"
            ),
        ),
    ],
)
def test_parameters_that_are_wrong_are_one_line(parameters: dict[str, Any], message: str) -> None:
    given: dict[str, Any] = {
        "data": Path("data"),
        "config": Path("s.toml"),
        "fetch": True,
        "workers": 0,
        "groups": [],
        "shard": "1/1",
    }
    state = flow_state(lambda: _ingest(**given | parameters))
    assert state.is_failed() and state.message == message


def test_a_configuration_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    state = flow_state(lambda: _ingest(tmp_path / "data", tmp_path / "none.toml", True, 0, []))
    assert state.is_failed()
    assert state.message is not None and str(tmp_path / "none.toml") in state.message


def test_a_run_that_lands_nothing_says_so() -> None:
    assert result_line(NOTHING) == "nothing to land; 0 findings"
    assert ingest_state(NOTHING, all_down=False, fails=True).name == "Completed"


def test_the_table_of_findings_has_new_ones_first_and_those_that_are_over() -> None:
    known, new, over = (Finding(Kind.QUIET, name, "went quiet") for name in ("one", "two", "three"))
    found = replace(
        NOTHING,
        findings=(OpenFinding(known, NOW), OpenFinding(new, NOW, is_new=True)),
        over=(OpenFinding(over, NOW),),
    )
    rows = [(row["state"], row["look at"]) for row in findings_table(found)]
    assert rows == [
        ("new", "two: went quiet"), ("open", "one: went quiet"), ("over", "three: went quiet")
    ]  # fmt: skip
    assert result_line(found).endswith("; 2 findings")


@pytest.mark.parametrize(("fails", "completed"), [(True, False), (False, True)])
def test_where_all_sources_are_down_the_state_has_a_name_of_its_own(fails: bool, completed: bool) -> None:
    state = ingest_state(NOTHING, all_down=True, fails=fails)
    assert (state.name, state.is_completed()) == ("All sources down", completed)


def test_all_are_down_when_every_enabled_source_fails_also_those_that_rest() -> None:
    sources = [Source(name=name, home=f"https://{name}.example/") for name in ("one", "two")]
    well = SourceHistory(source="one", last_look=NOW, last_new=NOW, failing_since=None)
    failing = {name: replace(well, source=name, failing_since=NOW) for name in ("one", "two")}
    assert are_all_down(sources, failing)
    assert not are_all_down(sources, failing | {"one": well})
    assert not are_all_down(sources, {"one": failing["one"]}), "nothing is known of the other"
    assert are_all_down([sources[0], replace(sources[1], enabled=False)], {"one": failing["one"]})
    assert not are_all_down([], {})


def test_a_run_of_groups_leaves_the_sources_of_others_alone() -> None:
    sources = {
        name: Source(name=name, home=f"https://{name}.example/", group=group)
        for name, group in {"one": "de", "two": "", "three": "zh"}.items()
    }
    assert groups_of(sources.values()) == ["de", "shared", "zh"]
    chosen = of_groups(sources, ["shared", "zh"])
    assert [name for name, source in chosen.items() if source.enabled] == ["two", "three"]
    with pytest.raises(NoSuchGroup, match="'fr'; the groups are: de, shared, zh"):
        of_groups(sources, ["fr"])


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> &lt;b&gt;",
        "[a](javascript:alert(1)) ![b](http://evil.example/x.png)",
        "see http://evil.example and www.evil.example or a@evil.example",
        "**bold** __bold__ ~~gone~~ `code` # heading | cell",
    ],
)
def test_fetched_text_stays_text_in_markdown(text: str) -> None:
    markdown = MarkdownIt("commonmark", {"html": True}).enable(["strikethrough", "table"])
    tokens = markdown.parseInline(_escaped(text))[0].children or []
    assert {token.type for token in tokens} <= {"text", "text_special"}
    assert "".join(token.content for token in tokens) == text
