"""`copydesk dedupe`: the matching of articles on any file of texts."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dedupe.articles.text.words import MAX_CHARS
from flows.collection.dedupe_file import Columns, deduplicate_file
from warehouse.base.progress import SILENT, Progress

EPILOG = """\b
Examples:
  copydesk dedupe news.parquet --id url --text body --time published --output copies.parquet
  copydesk dedupe news.jsonl --id id --text text --output copies.parquet
  copydesk dedupe news.csv.gz --id id --text text --output copies.parquet
"""


@click.command(epilog=EPILOG)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--id", "id_", default="id", show_default=True, help="The column that names a row.")
@click.option("--text", default="text", show_default=True, help="The column of the text.")
@click.option("--time", help="The column of the time; without it, all rows are of one time.")
@click.option("--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--days", type=click.FloatRange(min=0), default=14, show_default=True, help="How far apart copies may be."
)
def dedupe(file: Path, id_: str, text: str, time: str | None, output: Path, days: float) -> None:
    """Find the copies in FILE (Parquet, JSON lines, JSON or CSV with a header; also .gz, .zst, .bz2 or .xz).

    The output has a row for each row of FILE, in its order: id, cluster_id, canonical_id, story_id (the
    wider story), matched_id (the row it is most like), kind (exact, near or excerpt) and similarity; the last
    three are null for canonicals. FILE need not fit in memory.
    """
    counts = deduplicate_file(file, Columns(id_, text, time), days, output, _progress())
    click.echo(
        f"{counts.rows:,} rows: {counts.copies:,} copies in {counts.clusters:,} clusters; see {output}"
    )
    for count, remark in (
        (counts.repaired_rows, "rows held broken characters, which were read as U+FFFD"),
        (counts.cut_texts, f"texts are longer than {MAX_CHARS:,} characters; the rest is not compared"),
        (counts.unclear_ids, f"rows have no {id_} or a repeated one; they are told apart by their order"),
        (counts.unread_times, "times could not be read (not ISO 8601, no seconds): compared with all"),
    ):
        if count:
            click.echo(f"{count:,} {remark}", err=True)


def _progress() -> Progress:
    """Bars where somebody looks; nobody pays for loading them elsewhere."""
    if not sys.stderr.isatty():
        return SILENT
    from flows.display.bars import shown_progress

    return shown_progress()
