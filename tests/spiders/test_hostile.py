"""Every trap of the hostile web in one run: its own row says what happened, and its neighbour lands.

Traps that take a timeout to end (a minute and more) are left to `benchmarks/hostile`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from command import copydesk
from newsroom.hostile import HostileWeb, Trap, all_traps
from stored_values import unknown_values

from spiders.sources.source import SourceLimits

TRAPS = [trap for trap in all_traps() if not trap.seconds]
ROWS = """
SELECT f.source, f.url, f.outcome, f.reason, r.reason AS rejected
FROM fetches AS f LEFT JOIN rejections AS r USING (page_id)"""
EVERYTHING = "SELECT count(*) FROM {table} AS t WHERE t::VARCHAR LIKE '%{word}%'"


@dataclass(frozen=True)
class Survived:
    """The hostile web after one run, and what the run recorded of it."""

    web: HostileWeb
    data: Path
    database: duckdb.DuckDBPyConnection
    outcomes: dict[tuple[str, str], str]

    def outcome(self, trap: Trap, path: str) -> str:
        return self.outcomes[trap.name, self.web.servers[trap.name].base + path.lstrip("/")]


@pytest.fixture(scope="module")
def survived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Survived]:
    folder = tmp_path_factory.mktemp("hostile")
    with HostileWeb(TRAPS) as web:
        web.write_sources(folder / "sources.toml")
        copydesk(folder / "data", folder / "sources.toml", "run", "--direct")
        with duckdb.connect(folder / "data" / "warehouse.duckdb", read_only=True) as database:
            yield Survived(web, folder / "data", database, _outcomes(database))


def _outcomes(database: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], str]:
    return {
        (source, url): f"rejected/{rejected}" if rejected else f"{outcome}/{reason}"
        for source, url, outcome, reason, rejected in database.execute(ROWS).fetchall()
    }


@pytest.mark.parametrize("trap", [trap for trap in TRAPS if not trap.links], ids=lambda trap: trap.name)
def test_a_trap_ends_in_a_row_with_its_reason(survived: Survived, trap: Trap) -> None:
    assert survived.outcome(trap, trap.row).startswith(trap.expected)


@pytest.mark.parametrize("trap", [trap for trap in TRAPS if trap.spares], ids=lambda trap: trap.name)
def test_the_story_beside_a_trap_lands(survived: Survived, trap: Trap) -> None:
    assert survived.outcome(trap, "/story") == "fetched/ok"


@pytest.mark.parametrize("name", ["private-spellings", "private-networks"])
def test_a_private_address_is_refused_in_every_spelling(survived: Survived, name: str) -> None:
    base = survived.web.servers[name].base
    rows = {url: outcome for (source, url), outcome in survived.outcomes.items() if source == name}
    evil = {outcome for url, outcome in rows.items() if not url.startswith(base)}
    assert len(rows) == len(survived.web.links(name)) + len(["the feed", "the front page", "the story"])
    assert evil == {"blocked/private_address"}


def test_no_row_holds_a_value_that_the_data_dictionary_does_not_know(survived: Survived) -> None:
    assert unknown_values(survived.database) == []


def test_nobody_connects_to_the_canary(survived: Survived) -> None:
    assert survived.web.canary.connections == 0


def test_other_schemes_are_no_links(survived: Survived) -> None:
    assert not [url for _, url in survived.outcomes if not url.startswith("http")]


def test_no_password_is_stored_or_logged(survived: Survived) -> None:
    for table in ("fetches", "articles_all", "rejections", "landed.pages"):
        assert _rows_with(survived, table, "hunter2") == 0
    logs = [path.read_text(encoding="utf-8") for path in survived.data.glob("logs/*")]
    assert logs and not any("hunter2" in log for log in logs)


def test_an_external_entity_brings_no_file_in(survived: Survived) -> None:
    assert _rows_with(survived, "landed.pages", "root:x") == 0


@pytest.mark.parametrize(("name", "most"), [("endless-sitemaps", 60), ("calendar", 20)])
def test_what_has_no_end_is_left_after_a_bounded_number_of_requests(
    survived: Survived, name: str, most: int
) -> None:
    # A trap closes its connections without notice, and what was lost on one is tried again: URLs are counted.
    assert len(set(survived.web.servers[name].requests)) <= most


def test_documents_that_are_read_at_once_do_not_exceed_their_limit_together(survived: Survived) -> None:
    read = {path for path in survived.web.servers["endless-sitemaps"].requests if path.startswith("/maps/")}
    assert len(read) <= SourceLimits().sitemaps


def test_a_session_id_makes_no_second_url(survived: Survived) -> None:
    requested = {path for path in survived.web.servers["session-ids"].requests if path.startswith("/story")}
    assert requested == {"/story"}


def _rows_with(survived: Survived, table: str, word: str) -> int:
    (row,) = survived.database.execute(EVERYTHING.format(table=table, word=word)).fetchall()
    return int(row[0])
