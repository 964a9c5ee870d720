"""What the documentation points at is there: links and paths of the project, and each decision has a page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DECISIONS = ROOT / "docs" / "decisions"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
PACKAGES = ("spiders", "flows", "dedupe", "warehouse")
_LINK = re.compile(r"\]\(([^)#\s]+)")
_PATCHED = re.compile(r"^\+\+\+ b/(\S+)", re.MULTILINE)
_PATH = re.compile(r"`([\w.-]+/[\w./-]*\.(?:py|sql|toml|md))`")


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_to_files_that_there_are(page: Path) -> None:
    links = [link for link in _LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_paths_of_modules_are_those_of_the_tree(page: Path) -> None:
    """A path may begin at the root or, in a sentence on one package, below it."""
    text = page.read_text(encoding="utf-8")
    named = set(_PATH.findall(text)) - {"data/alerts.json", *_PATCHED.findall(text)}
    homes = [ROOT, *(ROOT / package for package in PACKAGES)]
    of_ours = [path for path in named if not path.startswith(("lake/", "data/", "pages/"))]
    assert sorted(path for path in of_ours if not any((home / path).exists() for home in homes)) == []


def test_the_picture_names_files_that_there_are() -> None:
    picture = (ROOT / "docs" / "way-of-the-data.svg").read_text(encoding="utf-8")
    named = re.findall(rf">((?:{'|'.join(PACKAGES)})/[\w/.]*)<", picture)
    assert len(named) == 15
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_each_decision_is_a_numbered_page_in_the_index() -> None:
    pages = sorted(DECISIONS.glob("[0-9]*.md"))
    titles = [page.read_text(encoding="utf-8").partition("\n")[0] for page in pages]
    index = (DECISIONS / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^(\d+)\. \[(.+)\]\((.+)\)$", index, re.MULTILINE)
    expected = [(str(int(page.name[:3])), page.name) for page in pages]
    assert [(number, file) for number, _, file in listed] == expected
    assert [f"# {number}. {title}" for number, title, _ in listed] == titles
    assert [int(number) for number, _ in expected] == list(range(1, len(pages) + 1))


@pytest.mark.parametrize("page", sorted(DECISIONS.glob("[0-9]*.md")), ids=name)
def test_a_decision_says_its_context_what_was_measured_and_what_was_tried(page: Path) -> None:
    parts = re.split(r"^## (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert parts[1::2] == ["Context", "Decision", "Measurement", "Tried"]
    assert all(text.strip() for text in parts[2::2])
