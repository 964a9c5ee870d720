"""`make demo`: the embedded newsroom, the real command against it, three queries, and where to go on.

Run as `python -m newsroom.demo [--data FOLDER] [--port FIRST] [--direct]` with tests/ on the path and
copydesk installed. Everything it leaves stands in the data folder. The editions are kept there too, so that
a further demo sees the same URLs: an edition that has landed is followed by the next one, with new
stories and corrections.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import subprocess
import sys
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from newsroom.newsroom import Newsroom

ARTICLES = """
SELECT source, language, count(*) AS articles, sum(word_count)::INT AS words
FROM articles GROUP BY ALL ORDER BY source"""
CORRECTIONS = """
SELECT source, title, revision, is_silent FROM corrections ORDER BY landed_at DESC, source LIMIT 12"""
COPIES = """
SELECT copy.source, left(copy.title, 50) AS title, d.kind, round(d.similarity, 2) AS similarity,
    original.source AS copies
FROM duplicates AS d
JOIN articles_all AS copy USING (article_id)
JOIN articles_all AS original ON original.article_id = d.matched_article_id
ORDER BY copy.source, title"""
PROMOS = """
SELECT source, count(DISTINCT article_id) AS articles, count(*) AS blocks_cut,
    sum(length(text))::INT AS characters, left(arg_max(text, length(text)), 60) AS longest
FROM removed_blocks GROUP BY source ORDER BY blocks_cut DESC"""


@dataclass(frozen=True)
class Desk:
    """The editions that are out (their times, ISO 8601), and whether a run has landed the last one."""

    editions: tuple[str, ...]
    landed: bool = False

    def next(self, now: datetime) -> Desk:
        """What a demo that starts `now` serves: a new edition only when the last one has landed."""
        return Desk((*self.editions, now.isoformat())) if self.landed else self


def main() -> int:
    options = _options()
    state = options.data / "newsroom.json"
    options.data.mkdir(parents=True, exist_ok=True)
    desk = _read(state).next(datetime.now(UTC).replace(microsecond=0))
    _write(state, desk)
    try:
        newsroom = _open(desk, options.port)
    except OSError as error:
        print(
            f"demo: ports {options.port} and up on 127.0.0.1 are needed ({error}); is another demo running?"
        )
        return 1
    code = _run(newsroom, options.data, options.direct)
    if code == 0:
        _write(state, replace(desk, landed=True))
        _show(newsroom, options.data)
    return code


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="newsroom.demo", description="The demo of copydesk.")
    parser.add_argument("--data", type=Path, default=Path("data/demo"))
    parser.add_argument("--port", type=int, default=8700)
    parser.add_argument("--direct", action="store_true", help="without Prefect")
    return parser.parse_args()


def _open(desk: Desk, port: int) -> Newsroom:
    first, *later = (datetime.fromisoformat(text) for text in desk.editions)
    newsroom = Newsroom(port=port, opened_at=first)
    for at in later:
        newsroom.publish_next_edition(at)
    return newsroom


def _run(newsroom: Newsroom, folder: Path, direct: bool) -> int:
    with newsroom:
        newsroom.write_sources(folder / "sources.toml")
        _say(
            f"A newsroom of {len(newsroom.outlets)} outlets is open on loopback, edition {newsroom.edition}."
        )
        code = _copydesk(folder, "--config", str(folder / "sources.toml"), "run", *["--direct"] * direct)
        _say(f"The outlets served {len(newsroom.requests)} requests.")
    return code


def _show(newsroom: Newsroom, folder: Path) -> None:
    for sql in (CORRECTIONS if newsroom.edition > 1 else ARTICLES, COPIES, PROMOS):
        _copydesk(folder, "query", " ".join(sql.split()))
    copy = next(page.url for page in newsroom.truth.values() if page.edit == "trimmed")
    _say(
        f"""Go on with (in the virtual environment: . .venv/bin/activate):
  make demo                                      # again: the next edition, with corrections
  copydesk --data {folder} status
  copydesk --data {folder} explain {copy}
  copydesk --data {folder} query "SHOW TABLES"
  duckdb -readonly {folder}/warehouse.duckdb     # or Python, polars, pandas: see the README"""
    )


def _copydesk(folder: Path, *arguments: str) -> int:
    """Runs the installed command and shows what it was called with."""
    options = ["--data", str(folder), *arguments]
    _say(f"$ {shlex.join(['copydesk', *options])}")
    command = [str(Path(sys.executable).with_name("copydesk")), *options]
    return subprocess.run(command, check=False, env=os.environ | {"PYTHONUNBUFFERED": "1"}).returncode


def _say(text: str) -> None:
    print(f"\n{text}", flush=True)


def _read(state: Path) -> Desk:
    if not state.exists():
        return Desk((), landed=True)
    kept = json.loads(state.read_text(encoding="utf-8"))
    return Desk(tuple(kept["editions"]), kept["landed"])


def _write(state: Path, desk: Desk) -> None:
    part = state.with_suffix(".part")
    part.write_text(json.dumps(asdict(desk)), encoding="utf-8")
    part.replace(state)


if __name__ == "__main__":
    sys.exit(main())
