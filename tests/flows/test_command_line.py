"""The verbs as people and scripts call them, over one small imported site."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import ExitStack
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from command import COMMAND, copydesk, copydesk_here
from invented_stories import story
from landed_pages import article_html

from flows.cli import cli
from flows.configuration import load_settings
from warehouse.base.data_folder import DataFolder
from warehouse.base.run_lock import run_lock

PROMO = "Subscribe to the evening letter of the gazette and never miss another whale in any harbour."


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose data folder has three stories, two of which end in one promo, and a copy."""
    folder = tmp_path_factory.mktemp("desk")
    pages = folder / "pages" / "gazette.example"
    pages.mkdir(parents=True)
    for name in ("whale", "bridge"):
        (pages / f"{name}.html").write_text(article_html(*story(name), PROMO, title=f"The {name}"))
    (pages / "copy.html").write_text(article_html(*story("whale"), title="A whale, again"))
    (pages / "empty.html").write_text("<html><body></body></html>")
    copydesk_here(folder / "data", folder / "none.toml", "import", str(folder / "pages"))
    copydesk_here(folder / "data", folder / "none.toml", "run", "--direct", "--no-fetch", "--workers", "1")
    return folder


def call(folder: Path, *arguments: str) -> Result:
    base = ["--data", str(folder / "data"), "--config", str(folder / "sources.toml")]
    return CliRunner().invoke(cli, [*base, *arguments])


def url(desk: Path, name: str) -> str:
    sql = f"select url from fetches where url like '%{name}%'"
    return call(desk, "query", sql, "--format", "csv").stdout.splitlines()[1].strip('"')


def test_status_counts_what_landed(desk: Path) -> None:
    shown = call(desk, "status")
    assert shown.exit_code == 0
    assert "snapshot 1: 2 articles" in shown.stdout
    assert "imported" in shown.stdout
    assert "█" in shown.stdout


def test_explain_tells_what_was_cut_and_who_copies_the_article(desk: Path) -> None:
    shown = " ".join(call(desk, "explain", url(desk, "whale")).stdout.split())
    assert "fetched/ok" in shown
    assert "Subscribe to the evening letter" in shown
    assert "repeated in 2" in shown
    assert "articles/landed_month=" in shown
    assert "title from heading" in shown
    assert "page type: " in shown and "title, page_title: " in shown


def test_explain_names_the_article_that_a_copy_duplicates(desk: Path) -> None:
    copy = " ".join(call(desk, "explain", url(desk, "copy")).stdout.split())
    original = " ".join(call(desk, "explain", url(desk, "whale")).stdout.split())
    assert ("duplicates" in copy) != ("duplicates" in original)
    assert ("copied by" in copy) != ("copied by" in original)


def test_explain_gives_the_reason_of_a_rejection(desk: Path) -> None:
    shown = call(desk, "explain", url(desk, "empty"))
    assert "rejected" in shown.stdout
    assert "extract: " in shown.stdout


def test_explain_of_an_unknown_url_fails_and_says_so(desk: Path) -> None:
    shown = call(desk, "explain", "https://nowhere.example/story")
    assert shown.exit_code == 1
    assert "never seen" in shown.output


def test_status_and_explain_of_an_empty_folder_say_how_to_begin(tmp_path: Path) -> None:
    assert "copydesk run" in call(tmp_path, "status").stdout
    assert "copydesk run" in call(tmp_path, "explain", "https://gazette.example/").output


def test_init_prompts_for_the_contact_and_writes_sources_that_can_be_read(tmp_path: Path) -> None:
    base = ["--config", str(tmp_path / "sources.toml"), "init"]
    shown = CliRunner().invoke(cli, base, input="mailto:desk@example.org\n")
    assert shown.exit_code == 0, shown.output
    settings = load_settings(tmp_path / "sources.toml")
    assert (settings.contact, dict(settings.sources)) == ("mailto:desk@example.org", {})
    assert "copydesk sources add" in shown.output
    examples = CliRunner().invoke(cli, [*base, "--examples", "--force"], input="mailto:desk@example.org\n")
    assert examples.exit_code == 0, examples.output
    assert len(load_settings(tmp_path / "sources.toml").sources) == 5


def test_init_does_not_replace_a_configuration(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text("mine")
    shown = call(tmp_path, "init", "--contact", "mailto:desk@example.org")
    assert shown.exit_code == 1
    assert (tmp_path / "sources.toml").read_text() == "mine"


def test_init_refuses_a_contact_that_nobody_can_be_reached_at(tmp_path: Path) -> None:
    shown = call(tmp_path, "init", "--contact", "me")
    assert shown.exit_code == 1
    assert "contact" in shown.output
    assert not (tmp_path / "sources.toml").exists()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[copydesk]\n", ("copydesk", "contact")),
        ("[copydesk]\ncontact = 'mailto:a@b.org'\ncolour = 1\n", ("copydesk", "colour")),
        (
            "[copydesk]\ncontact = 'mailto:a@b.org'\n[sources.gazette]\nhome = 'ftp://gazette.example'\n",
            ("sources.gazette", "home"),
        ),
    ],
)
def test_a_mistake_in_the_configuration_is_one_line_with_file_table_and_key(
    tmp_path: Path, text: str, named: tuple[str, str]
) -> None:
    (tmp_path / "sources.toml").write_text(text)
    shown = call(tmp_path, "run")
    (line,) = shown.stderr.splitlines()
    assert (shown.exit_code, shown.stdout) == (1, "")
    assert all(word in line for word in (str(tmp_path / "sources.toml"), *named)), line


def test_a_stated_failure_is_the_only_line_on_the_standard_error_of_the_process(tmp_path: Path) -> None:
    config = tmp_path / "sources.toml"
    config.write_text("[copydesk]\n")
    command = [
        sys.executable,
        "-c",
        COMMAND,
        "--data",
        str(tmp_path / "data"),
        "--config",
        str(config),
        "run",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=400)
    (line,) = done.stderr.splitlines()
    assert done.returncode == 1
    assert str(config) in line and "contact" in line


@pytest.mark.parametrize(
    ("folder", "says"),
    [("n" * 300, "File name too long"), ("loop", "symbolic links"), ("/proc/none", "no folder can be made")],
)
def test_a_data_folder_that_cannot_be_is_one_line_that_names_it(
    folder: str, says: str, tmp_path: Path
) -> None:
    (tmp_path / "loop").symlink_to("loop")
    data = tmp_path / folder
    result = CliRunner().invoke(cli, ["--data", str(data), "import", str(tmp_path)])
    (line,) = result.output.splitlines()
    assert result.exit_code == 1 and line.startswith(f"Error: {data}") and says in line


def test_a_second_run_ends_at_once_and_names_the_first(desk: Path) -> None:
    with run_lock(DataFolder(desk / "data")):
        shown = call(desk, "--wait", "0", "run", "--direct", "--no-fetch")
    assert shown.exit_code == 1
    assert f"already running: process {os.getpid()}" in shown.output


def test_a_reader_of_the_database_file_meets_no_error_through_further_runs(desk: Path) -> None:
    import duckdb

    with duckdb.connect(desk / "data" / "warehouse.duckdb", read_only=True) as reader:
        before = reader.execute("select count(*) from articles_all").fetchall()
        for number in range(2):
            page = desk / f"more{number}" / "gazette.example" / f"more{number}.html"
            page.parent.mkdir(parents=True)
            page.write_text(article_html(*story(f"more{number}")))
            copydesk_here(desk / "data", desk / "none.toml", "import", str(page.parent.parent))
            copydesk(desk / "data", desk / "none.toml", "run", "--direct", "--no-fetch", "--workers", "1")
            assert reader.execute("select count(*) from articles_all").fetchall() == before
    with duckdb.connect(desk / "data" / "warehouse.duckdb", read_only=True) as reader:
        assert reader.execute("select count(*) from articles_all").fetchall() == [(before[0][0] + 2,)]


def test_a_verb_waits_for_another_writer_to_end(desk: Path) -> None:
    other = ExitStack()
    other.enter_context(run_lock(DataFolder(desk / "data")))
    timer = threading.Timer(0.3, other.close)
    timer.start()
    assert call(desk, "--wait", "120", "maintain").exit_code == 0
    timer.join()
