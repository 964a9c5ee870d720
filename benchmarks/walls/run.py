"""Walls: how many made pages are recognised, and how many true articles are refused (false alarms).

    python benchmarks/walls/run.py [CORPUS]

Made pages are those of tests/spiders/made_pages (their names say what they are). Every page of the corpus
(default: `shared/corpus` beside the checkout) is a true article. Floors: all made pages right, no corpus
page refused as a wall. A paywall is a flag and no refusal; how many pages state one is printed only.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from flows.evaluation.warc import read_pages
from spiders.extraction.extract import ExtractionRules, Refusal, extract
from warehouse.tables import Page

ROOT = Path(__file__).parents[2]
MADE = ROOT / "tests" / "spiders" / "made_pages"
KINDS = ("consent", "login", "soft_404", "script_only", "challenge", "listing")
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def main(corpus: Path) -> int:
    made = list(_made())
    wrong = [f"{name} was taken for {found}" for name, expected, found in made if found != expected]
    pages = (page for archive in sorted(corpus.glob("*.warc.gz")) for page in read_pages(archive))
    found = Counter(map(_kind, pages))
    alarms = sum(found[kind] for kind in KINDS)
    print(f"made pages: {len(made) - len(wrong)} of {len(made)} right")
    print(f"corpus: {found.total()} true articles, {alarms} refused as walls")
    print(f"corpus: {found['paywall']} pages state a paywall")
    print("\n".join([*wrong, *(f"{kind}: {found[kind]}" for kind in KINDS if found[kind])]))
    return 1 if wrong or alarms else 0


def _made() -> Iterator[tuple[str, str, str]]:
    """(name, what it is, what it was taken for) of every made page."""
    for path in sorted(MADE.glob("*.html")):
        page = Page(
            page_id=path.stem,
            run_id="walls",
            source="made",
            url=f"https://made.example/{path.stem}",
            final_url=f"https://made.example/{path.stem}",
            fetched_at=NOW,
            status=200,
            body=path.read_bytes(),
            body_hash="",
            discovery="archive",
            discovered_at=NOW,
        )
        yield path.stem, path.name.partition(".")[0], _kind(page)


def _kind(page: Page) -> str:
    """A wall's kind; none for an article and for what is refused as something else."""
    result = extract(page, ExtractionRules())
    if isinstance(result, Refusal):
        return result.reason if result.reason in KINDS else "none"
    return str(result.columns["wall"])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "corpus"))
