"""What each stage takes for the same few pages of known sites, over histories of several sizes.

    python benchmarks/growth/run.py [ARTICLES]... [--pages N]... [--lakes FOLDER]

10, 200 and 2,000 pages of known sites land by a run of its own over a lake of so many generated articles of
200 sites, 3,000 a day (default: 0, 100,000 and 1,000,000: no history, a month, a year). Each page carries a
promo that its site has begun to show, so that something is learned about every site and landed articles are
looked through. `--days N` has the articles land in so many days. `--lakes` keeps the lakes, and takes those
that are there. Fails where a stage takes more than GROWTH times what it takes at the smallest history that is
none, and more than LITTLE seconds more. What one run of a day's does is shown, and is not in what they take.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.growth.lake import build_lake
from benchmarks.growth.landed_pages import DAILY
from benchmarks.growth.sites import FIRST_NEW, write_archive
from benchmarks.warehouse.newsprint import day_of_articles
from warehouse.base.data_folder import DataFolder
from warehouse.derived.publish import publish
from warehouse.snapshots.snapshot import commit, current_snapshot

ROOT = Path(__file__).parents[2]
GROWTH = 1.3
LITTLE = 0.1
"""CPU seconds: what is less is noise."""

Figures = Mapping[str, Sequence[float]]
"""CPU seconds and peak MiB of each stage."""


def main(arguments: Sequence[str]) -> int:
    asked = _parsed(arguments)
    with tempfile.TemporaryDirectory(dir=asked.lakes) as folder:
        lakes = {
            articles: _lake(asked.lakes or Path(folder), articles, asked.days) for articles in asked.articles
        }
        return max(_table(Path(folder), lakes, pages, asked.rounds) for pages in asked.pages)


def _parsed(arguments: Sequence[str]) -> Namespace:
    parser = ArgumentParser()
    parser.add_argument("articles", nargs="*", type=int, default=[0, 100_000, 1_000_000])
    parser.add_argument("--pages", action="append", type=int)
    parser.add_argument("--days", type=int, default=0)
    parser.add_argument("--lakes", type=Path)
    parser.add_argument("--rounds", type=int, default=1, help="Of so many runs the least CPU counts")
    asked = parser.parse_args(arguments)
    asked.pages = asked.pages or [10, 200, 2_000]
    return asked


def _lake(folder: Path, articles: int, days: int) -> Path | None:
    path = folder / f"{articles}-{days or 'many'}"
    if articles and not path.exists():
        data = DataFolder(path)
        publish(data, build_lake(data, articles, datetime.now(UTC), days))
        put_index_together(data)
    return path if articles else None


def put_index_together(data: DataFolder) -> None:
    """Land a few articles more: with these the search index merges its parts, as it does every eighth run."""
    now = datetime.now(UTC)
    rows = {"articles": day_of_articles(2 * FIRST_NEW, 10, now)}
    publish(data, commit(data, current_snapshot(data), rows, [], now))


def _table(folder: Path, lakes: Mapping[int, Path | None], pages: int, rounds: int) -> int:
    """Prints what each stage takes; 1 where one grows."""
    archive = folder / "new.warc"
    write_archive(archive, pages, datetime.now(UTC))
    found: dict[int, Figures] = {}
    for articles, lake in lakes.items():
        found[articles] = _least([_measured(folder / "copy", lake, archive, pages) for _ in range(rounds)])
    print(f"\n{pages:,} pages: CPU seconds (peak MiB) over a history of so many articles")
    print(f"{'':16}" + "".join(f"{articles:>16,}" for articles in found))
    for stage in next(iter(found.values())):
        print(f"{stage:16}" + "".join(_cell(*figures[stage]) for figures in found.values()), flush=True)
    print(f"{'in all':16}" + "".join(f"{_whole(figures):16.2f}" for figures in found.values()), flush=True)
    grown = list(_grown(found))
    for line in grown:
        print(line)
    return int(bool(grown))


def _cell(cpu: float, peak: float) -> str:
    return f"{f'{cpu:.2f} ({peak:.0f})' if peak else f'{cpu:.2f}      ':>16}"


def _whole(figures: Figures) -> float:
    return sum(cpu for stage, (cpu, _) in figures.items() if stage != DAILY)


def _least(rounds: Sequence[Figures]) -> Figures:
    return {
        stage: [min(one[stage][0] for one in rounds), max(one[stage][1] for one in rounds)]
        for stage in rounds[0]
    }


def _measured(copy: Path, lake: Path | None, archive: Path, sites: int) -> Figures:
    """Lands the archive in a copy of the lake, whose files are linked, not copied."""
    if lake:
        shutil.copytree(lake, copy, copy_function=os.link, symlinks=True)
    command = [sys.executable, "-m", "benchmarks.growth.landed_pages", str(copy), str(archive), str(sites)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    shutil.rmtree(copy, ignore_errors=True)
    if done.returncode:
        raise RuntimeError(done.stderr[-3_000:])
    figures: Figures = json.loads(done.stdout)
    return figures


def _grown(found: Mapping[int, Figures]) -> Iterator[str]:
    first, *others = [articles for articles in found if articles] or [0]
    for articles in others:
        for stage, (cpu, _) in found[articles].items():
            if stage == DAILY:
                continue
            before = found[first][stage][0]
            if cpu > before * GROWTH and cpu - before > LITTLE:
                yield f"{stage}: {cpu / before:.2f} times at {articles:,} what it is at {first:,}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
