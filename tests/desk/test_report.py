from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.cli import cli
from warehouse.base.data_folder import DataFolder

from .conftest import HOSTILE, parsed, select


def test_a_report_is_one_file_that_needs_nothing_else(data: DataFolder, tmp_path: Path) -> None:
    file = tmp_path / "week.html"
    result = CliRunner().invoke(cli, ["--data", str(data.root), "report", str(file), "--days", "7"])
    assert result.exit_code == 0, result.output
    page = parsed(file.read_text())
    assert not page.xpath("//script | //link | //iframe | //form")
    assert all(source.startswith("data:") for source in select(page, "//img/@src", str))
    assert all(link.startswith("https://example.org/") for link in select(page, "//a/@href", str))
    assert HOSTILE in page.text_content()


def test_maintenance_writes_a_report_a_night_where_the_configuration_names_a_folder(
    data: DataFolder, tmp_path: Path
) -> None:
    config = tmp_path / "sources.toml"
    desk = '[copydesk]\ncontact = "mailto:desk@example.org"\n'
    command = ["--data", str(data.root), "--config", str(config), "maintain"]
    config.write_text(desk)
    assert CliRunner().invoke(cli, command).exit_code == 0
    assert not list(tmp_path.rglob("*.html")), "none is wanted"
    config.write_text(desk + '[reports]\nfolder = "reports"\ndays = 7\n')
    before = datetime.now(UTC).date()
    result = CliRunner().invoke(cli, command)
    assert result.exit_code == 0, result.output
    (written,) = (tmp_path / "reports").iterdir()
    assert before <= date.fromisoformat(written.stem) <= datetime.now(UTC).date()
    assert str(written) in result.output
    assert "The last 7 days" in written.read_text()


@pytest.mark.parametrize(("table", "says"), [("days = 1", "folder"), ('folder = "r"\ndays = 0', "days")])
def test_a_wrong_reports_table_is_named(table: str, says: str, tmp_path: Path) -> None:
    config = tmp_path / "sources.toml"
    config.write_text(f'[copydesk]\ncontact = "mailto:desk@example.org"\n[reports]\n{table}\n')
    result = CliRunner().invoke(cli, ["--config", str(config), "maintain"])
    assert result.exit_code == 1 and f"[reports], {says}" in result.output
