from __future__ import annotations

from pathlib import Path

import lxml.html
from click.testing import CliRunner

from flows.cli import cli
from warehouse.base.data_folder import DataFolder

from .conftest import HOSTILE


def test_a_report_is_one_file_that_needs_nothing_else(data: DataFolder, tmp_path: Path) -> None:
    file = tmp_path / "week.html"
    result = CliRunner().invoke(cli, ["--data", str(data.root), "report", str(file), "--days", "7"])
    assert result.exit_code == 0, result.output
    page = lxml.html.fromstring(file.read_text())
    assert not page.xpath("//script | //link | //iframe | //form")
    assert all(source.startswith("data:") for source in page.xpath("//img/@src"))
    assert all(link.startswith("https://example.org/") for link in page.xpath("//a/@href"))
    assert HOSTILE in page.text_content()
