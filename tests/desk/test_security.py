from __future__ import annotations

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from flows.cli import cli
from flows.desk.app import desk_app
from warehouse.base.data_folder import DataFolder

TOKEN = "a-token-of-the-tests"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", ""])
def test_without_a_token_only_this_machines_names_are_served(desk: TestClient, host: str) -> None:
    assert desk.get("/", headers={"host": host}).status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost", "[::1]:9000"])
def test_this_machines_names_are_served(desk: TestClient, host: str) -> None:
    assert desk.get("/rights", headers={"host": host}).status_code == 200


def test_the_desk_only_reads(desk: TestClient) -> None:
    assert desk.post("/").status_code == 405


def test_with_a_token_only_who_gives_it_is_served_and_links_keep_it(data: DataFolder) -> None:
    with TestClient(desk_app(data, TOKEN), base_url="http://news.example") as desk:
        assert desk.get("/rights").status_code == 401
        assert desk.get("/rights?token=wrong").status_code == 401
        assert desk.get("/desk.css").status_code == 401
        assert desk.get("/rights", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
        assert f"/sources?token={TOKEN}" in desk.get(f"/rights?token={TOKEN}").text


@pytest.mark.parametrize("arguments", [["--host", "0.0.0.0"], ["--host", "192.0.2.1", "--token", "short"]])
def test_beyond_loopback_a_good_token_is_wanted(arguments: list[str]) -> None:
    result = CliRunner().invoke(cli, ["desk", *arguments])
    assert result.exit_code == 2
    assert "token" in result.output


def test_no_question_reaches_out_of_the_snapshot(data: DataFolder) -> None:
    from flows.desk.reader import Reader

    reader = Reader(data)
    reader.rows("rights", since="2000-01-01")
    database = reader._current().database.cursor()
    with pytest.raises(Exception, match="disabled by configuration"):
        database.execute("SELECT * FROM read_text('/etc/passwd')")
