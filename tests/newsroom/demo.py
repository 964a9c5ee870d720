"""`make demo`: the embedded newsroom, the real command against it, three queries, and where to go on.

Run as `python -m newsroom.demo` with tests/ on the path and copydesk installed. Everything it leaves
stands in data/demo. Ports and editions are kept there too, so that a further demo sees the same addresses:
an edition that has landed is followed by the next one, with new stories and corrections.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from newsroom.newsroom import Newsroom

FIRST_PORT = 8700
FOLDER = Path("data/demo")

ARTICLES = """
SELECT source, language, count(*) AS articles, sum(word_count)::INT AS words
FROM articles GROUP BY ALL ORDER BY source"""
CORRECTIONS = """
SELECT source, title, revision, is_silent FROM corrections ORDER BY landed_at DESC, source LIMIT 12"""
COPIES = """
SELECT copy.source, copy.title, d.kind, round(d.similarity, 2) AS similarity, original.source AS copies
FROM duplicates AS d
JOIN articles_all AS copy USING (article_id)
JOIN articles_all AS original ON original.article_id = d.matched_article_id
ORDER BY d.similarity DESC LIMIT 12"""
PROMOS = """
SELECT source, kind, count(DISTINCT article_id) AS articles, left(any_value(text), 60) AS block
FROM removed_blocks GROUP BY source, kind, fingerprint ORDER BY articles DESC, source LIMIT 10"""


@dataclass(frozen=True)
class Desk:
    """The editions that are out (their times, ISO 8601), and whether a run has landed the last one."""

    editions: tuple[str, ...]
    landed: bool = False

    def next(self, now: datetime) -> Desk:
        """What a demo that starts `now` serves: a new edition only when the last one has landed."""
        return Desk((*self.editions, now.isoformat())) if self.landed else self


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    state = FOLDER / "newsroom.json"
    desk = _read(state).next(datetime.now(UTC).replace(microsecond=0))
    _write(state, desk)
    try:
        newsroom = _open(desk)
    except OSError as error:
        print(f"demo: ports {FIRST_PORT} and up on 127.0.0.1 are needed ({error}); is another demo running?")
        return 1
    with newsroom:
        newsroom.write_sources(FOLDER / "sources.toml")
        _say(
            f"A newsroom of {len(newsroom.outlets)} outlets is open on loopback, edition {newsroom.edition}."
        )
        code = _copydesk("run")
        _say(f"The outlets answered {len(newsroom.requests)} requests.")
    if code:
        return code
    _write(state, replace(desk, landed=True))
    for sql in (CORRECTIONS if newsroom.edition > 1 else ARTICLES, COPIES, PROMOS):
        _copydesk("query", " ".join(sql.split()))
    _say(_farewell(newsroom))
    return 0


def _open(desk: Desk) -> Newsroom:
    first, *later = (datetime.fromisoformat(text) for text in desk.editions)
    newsroom = Newsroom(port=FIRST_PORT, opened_at=first)
    for at in later:
        newsroom.publish_next_edition(at)
    return newsroom


def _copydesk(*arguments: str) -> int:
    """Runs the installed command and shows what it was called with."""
    options = ["--data", str(FOLDER), "--config", str(FOLDER / "sources.toml")]
    _say(f"$ {shlex.join(['copydesk', *options[:2], *arguments])}")
    command = [str(Path(sys.executable).with_name("copydesk")), *options, *arguments]
    return subprocess.run(command, check=False, env=os.environ | {"PYTHONUNBUFFERED": "1"}).returncode


def _farewell(newsroom: Newsroom) -> str:
    story = next(page.url for page in newsroom.truth.values() if page.edit == "trimmed")
    on: Sequence[str] = (
        "make demo                                       # again: the next edition, with corrections",
        f"copydesk --data {FOLDER} status",
        f"copydesk --data {FOLDER} explain {story}",
        f'copydesk --data {FOLDER} query "SHOW TABLES"',
        f"duckdb -readonly {FOLDER}/warehouse.duckdb        # or Python, polars, pandas: see the README",
    )
    return "Go on with (in the virtual environment: . .venv/bin/activate):\n" + "\n".join(
        f"  {line}" for line in on
    )


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
