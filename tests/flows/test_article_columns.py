"""A column of `articles` is declared once and filled at one place."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import made_drafts
import pyarrow.parquet as pq

from spiders.extraction.article_columns import FROM_PAGE
from warehouse.tables import Article, columns

ROOT = Path(__file__).parents[2]
FILLED_LATER = {
    *("article_id", "canonical_url", "identity_reason", "domain", "former_urls"),  # by identity
    *("text", "line_kinds", "word_count", "content_hash", "removed_blocks", "removed_chars"),  # by cleaning
    *("correction_note", "revision", "extraction", "changed"),  # by cleaning and revision
    *("landed_at", "run_id", "extractor", "schema_version", "text_key", "landed_date"),  # by landing
}
DECLARED = '    genre: str | None = column("Genre that the page states", since="2.1", default=None)\n'
FILLED = '    "genre": lambda read: read.stated.first_meta("genre"),\n'
TITLE = "Whale leaves the harbour at noon"
HEAD = f"""<title>{TITLE}</title><meta name="genre" content="Reportage">
<meta property="og:type" content="article"><link rel="canonical" href="https://example.org/whale">"""
SAID = "The whale turned for the {}th time, and the people on the quay counted every single breath of it."
PAGE = f"<html><head>{HEAD}</head><body><article><h1>{TITLE}</h1>{{}}</article></body></html>".format(
    "".join(f"<p>{SAID.format(number)}</p>" for number in range(4, 12))
)
LAND = """
import sys
from flows.cli import cli

folder, page = sys.argv[1:]
for words in (["import", page], ["run", "--no-fetch", "--direct"]):
    cli(["--data", folder, *words], standalone_mode=False)
"""


def inserted(path: Path, before: str, line: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, path
    path.write_text(text.replace(before, line + before), encoding="utf-8")


def test_every_column_is_filled_from_the_page_or_later_and_never_twice() -> None:
    known = set(made_drafts.draft("a", "https://example.org/a").columns()) | set(FROM_PAGE)
    assert set(FROM_PAGE).isdisjoint(FILLED_LATER)
    assert known <= set(columns(Article))
    assert set(FROM_PAGE) | FILLED_LATER == set(columns(Article)), "say in FROM_PAGE where it comes from"


def test_a_new_column_takes_two_lines_in_two_files(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    for package in ("dedupe", "warehouse", "spiders", "flows"):
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
    inserted(copy / "warehouse/tables/article.py", "\n    @property\n    def blocks", DECLARED)
    inserted(copy / "spiders/extraction/article_columns.py", '    "image_url": lambda', FILLED)
    (tmp_path / "story.html").write_text(PAGE, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", LAND, str(tmp_path / "data"), str(tmp_path / "story.html")],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (file,) = (tmp_path / "data/lake/current/articles").rglob("*.parquet")
    rows = pq.read_table(file, columns=["title", "genre"]).to_pylist()
    assert rows == [{"title": TITLE, "genre": "Reportage"}]
    assert pq.read_schema(file).field("genre").metadata[b"description"] == b"Genre that the page states"
