"""The documentation as a site, the page of commands, and the files in deploy/."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from flows.cli import VERBS

ROOT = Path(__file__).parents[1]


def test_the_site_builds_without_a_broken_link_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    site = tmp_path / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(site)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    pages = [page.read_text(encoding="utf-8") for page in site.rglob("*.html")]
    assert len(pages) > 50
    loaded = re.compile(
        r'<(?:script|img|iframe|source)[^>]*\ssrc="https?://|<link[^>]*rel="stylesheet"[^>]*href="http'
    )
    assert not [found for page in pages if (found := loaded.search(page))]


def test_the_page_of_commands_is_what_the_commands_say(tmp_path: Path) -> None:
    """In a process of its own, since click keeps the help option of the context that came first."""
    written = tmp_path / "commands.md"
    subprocess.run([sys.executable, "-m", "flows.cli.reference", str(written)], cwd=ROOT, check=True)
    assert (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8") == written.read_text()


@pytest.mark.parametrize("name", ["copydesk.service", "copydesk-desk.service"])
def test_units_start_verbs_that_exist(name: str) -> None:
    text = (ROOT / "deploy" / name).read_text(encoding="utf-8")
    (verb,) = re.findall(r"^ExecStart=/opt/copydesk/bin/copydesk (\w+)$", text, re.MULTILINE)
    assert verb in VERBS


def test_services_of_the_compose_file_start_verbs_that_exist_and_wait_for_services_that_exist() -> None:
    services = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))["services"]
    for name, service in services.items():
        assert set(service.get("depends_on", {})) <= set(services), name
        if service.get("entrypoint", ["copydesk"]) == ["copydesk"]:
            assert service["command"][0] in VERBS, name
