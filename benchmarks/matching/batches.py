"""The same pages landed in one batch and in several: are the clusters the same, and the texts?

    python benchmarks/matching/batches.py WARC… [--gold GOLD.jsonl…] [--batches 5] [--seed 1]

Pages of WARC files are landed as they are, promos included. Of gold files, edited copies amid look-alikes are
made, each a page of one of a few outlets with tails of its own, and the clusters are held against the labels,
beside those that `copydesk dedupe` makes of the same texts without tails. Every page is extracted once; after
that each landing is the run's own: clean, identify, revise, match, commit. Exits 1 where a batch was refused.
"""

from __future__ import annotations

import argparse
import html
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from time import process_time
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from landed_pages import article_html, landed_page, leave_behind

from flows.configuration import Settings
from flows.evaluation.duplicates import evaluate
from flows.evaluation.duplicates_cases import Labelled, edited_stories, true_texts
from flows.evaluation.duplicates_negatives import promo_tail
from flows.evaluation.duplicates_scores import pairwise
from flows.evaluation.warc import read_pages
from flows.landing.land_in_parts import land_in_parts
from flows.landing.landing_result import directly
from flows.runs.context import RunContext
from flows.stages.extract import WORKER
from spiders.extraction.model import Extraction, Refusal
from spiders.workers.pool import extract_pages
from warehouse.base.data_folder import DataFolder
from warehouse.base.progress import SilentProgress
from warehouse.landing.segments import pending_segments
from warehouse.query.connection import connect
from warehouse.snapshots.snapshot import current_snapshot
from warehouse.tables import Page
from warehouse.values import RunStatus

OUTLETS = 8
NOW = datetime.now(UTC).replace(microsecond=0)

Extractions = Mapping[str, Extraction | Refusal]


@dataclass(frozen=True)
class Landed:
    """What is in a lake: the cluster and the text of each article by URL, and what was refused or revised."""

    cluster: Mapping[str, str]
    text: Mapping[str, str]
    flagged: int
    revised: int
    refused: int
    seconds: float


def main(warcs: Sequence[Path], gold: Sequence[Path], batches: int, seed: int) -> int:
    rng = Random(seed)
    pages = [page for path in warcs for page in read_pages(path)]
    labelled = edited_stories(true_texts(gold), seed) if gold else []
    pages = [replace(page, discovery="feed", run_id="batch") for page in (*pages, *_as_pages(labelled, rng))]
    pages = list({page.url: page for page in pages}.values())
    extracted = {page.page_id: result for page, result in extract_pages(pages, {}, 2, module=WORKER)}
    shuffled = rng.sample(pages, len(pages))
    one = _land([shuffled], extracted)
    several = _land([shuffled[number::batches] for number in range(batches)], extracted)
    for name, landed in (("one batch", one), (f"{batches} batches", several)):
        print(
            f"{name}: {len(landed.text):,} articles, {len(_groups(landed.cluster)):,} clusters of two or more"
            f", {landed.flagged} with a promo left, {landed.revised} revisions,"
            f" {landed.refused} batches refused, {landed.seconds:.0f} CPU s"
        )
    if labelled:
        _print_scores(labelled, {"one batch": one, f"{batches} batches": several})
    _print_differences(one, several)
    return 1 if one.refused or several.refused else 0


def _as_pages(rows: Sequence[Labelled], rng: Random) -> Iterator[Page]:
    """A page for each labelled text, under one of OUTLETS that end all of theirs in the same promos."""
    tails = [promo_tail(f"The {name} Courier", rng) for name in range(OUTLETS)]
    for row in rows:
        outlet = rng.randrange(OUTLETS)
        lines = [html.escape(line) for line in (*row.text.split("\n"), *tails[outlet]) if line.strip()]
        body = article_html(*lines, title=f"Report {row.id} of the day")
        yield landed_page(body, f"https://courier{outlet}.example/{row.id}")


def _land(batches: Sequence[Sequence[Page]], extracted: Extractions) -> Landed:
    refused, begun = 0, process_time()

    def known(
        pages: Iterable[Page], *_: object, **others: object
    ) -> Iterator[tuple[Page, Extraction | Refusal]]:
        return ((page, extracted[page.page_id]) for page in pages)

    with tempfile.TemporaryDirectory(prefix="copydesk-bench-") as folder:
        data = DataFolder(Path(folder) / "data")
        data.create()
        for number, batch in enumerate(batches):
            at = NOW - timedelta(hours=len(batches) - number)
            left = [
                replace(page, fetched_at=at, discovered_at=at, run_id=f"batch-{number}") for page in batch
            ]
            leave_behind(data, left)
            run = RunContext(f"batch-{number}", at, data, Settings(), SilentProgress(), 1)
            segments = pending_segments(data, current_snapshot(data))
            with patch("flows.stages.extract.extract_pages", known):
                parts = land_in_parts(run, segments, RunStatus.COMPLETE, directly)
            for error in parts.refused:
                print(f"batch {number + 1} of {len(batches)} was refused: {error}")
            refused += len(parts.refused)
        with connect(current_snapshot(data)) as database:
            rows = database.execute("SELECT url, cluster_id, text, flags FROM articles_all").fetchall()
            ((revised,),) = database.execute("SELECT count(*) FROM revisions WHERE revision > 1").fetchall()
    return Landed(
        {url: cluster for url, cluster, _, _ in rows},
        {url: text for url, _, text, _ in rows},
        sum("promo_left" in (flags or ()) for *_, flags in rows),
        revised,
        refused,
        process_time() - begun,
    )


def _groups(cluster: Mapping[str, str]) -> frozenset[frozenset[str]]:
    """The clusters of two or more, as sets of URLs."""
    members: dict[str, set[str]] = {}
    for url, cluster_id in cluster.items():
        members.setdefault(cluster_id, set()).add(url)
    return frozenset(frozenset(some) for some in members.values() if len(some) > 1)


def _print_scores(labelled: Sequence[Labelled], landings: Mapping[str, Landed]) -> None:
    dedupe = evaluate("dedupe", labelled).pairs
    print(f"dedupe, no tails: precision {dedupe.precision:.4f} recall {dedupe.recall:.4f} F1 {dedupe.f1:.4f}")
    story = {row.id: row.story for row in labelled}
    for name, landed in landings.items():
        urls = [url for url in landed.cluster if "://courier" in url]
        found = pairwise(
            [landed.cluster[url] for url in urls], [story[url.rsplit("/", 1)[1]] for url in urls]
        )
        print(
            f"{name}: {len(urls):,} labelled, precision {found.precision:.4f}"
            f" recall {found.recall:.4f} F1 {found.f1:.4f}"
        )


def _print_differences(one: Landed, several: Landed) -> None:
    clusters = _groups(one.cluster) ^ _groups(several.cluster)
    texts = [url for url in one.text.keys() & several.text if one.text[url] != several.text[url]]
    missing = one.text.keys() ^ several.text
    print(f"differences: {len(clusters)} clusters, {len(texts)} texts, {len(missing)} articles")
    for group in sorted(map(sorted, clusters))[:10]:
        whose = "one" if frozenset(group) in _groups(one.cluster) else "several"
        print(f"  cluster only in {whose}: {', '.join(group)}")
    for url in sorted(texts)[:10]:
        print(f"  text of {url}: {len(one.text[url])} and {len(several.text[url])} characters")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("warcs", nargs="*", type=Path)
    parser.add_argument("--gold", nargs="*", type=Path, default=[])
    parser.add_argument("--batches", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    sys.exit(main(given.warcs, given.gold, given.batches, given.seed))
