"""`copydesk eval duplicates`: how well copies are found, on labelled files and on edited true texts."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from flows.display.as_json import echo_json, json_option
from flows.display.terminal import wide_console
from flows.evaluation.duplicates import DuplicatesReport, evaluate
from flows.evaluation.duplicates_cases import (
    FEWEST_TEXTS,
    edited_stories,
    phrase_reports,
    quoting_reports,
    template_reports,
    true_texts,
    with_mixed_tails,
    with_tails,
)
from flows.evaluation.duplicates_labelled import LabelledColumns, read_labelled
from flows.evaluation.duplicates_scripts import SCRIPTS, script_stories
from flows.evaluation.floors import raised, read_floors, regressions

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
EPILOG = """\b
Examples:
  copydesk eval duplicates labelled.parquet --label cluster --time published
  copydesk eval duplicates --gold corpus/a-gold.jsonl --gold corpus/b-gold.jsonl --seed 3
"""


@click.command(epilog=EPILOG)
@click.argument("files", nargs=-1, type=EXISTING)
@click.option("--text", default="text", show_default=True, help="Column of the text.")
@click.option("--label", default="label", show_default=True, help="Column of the true cluster.")
@click.option("--time", help="Column of the time; without it, all texts are near in time.")
@click.option("--days", type=click.FloatRange(min=0), default=14, show_default=True, help="Matching window.")
@click.option(
    "--gold", multiple=True, type=EXISTING, help="True texts (JSON lines) to make edited copies of."
)
@click.option("--seed", default=1, show_default=True, help="Seed of the edits.")
@click.option("--floors", type=click.Path(path_type=Path), help="Recorded figures to compare with.")
@click.option("--record", is_flag=True, help="Raise the recorded figures to what was measured.")
@json_option
def duplicates(
    files: tuple[Path, ...],
    text: str,
    label: str,
    time: str | None,
    days: float,
    gold: tuple[Path, ...],
    seed: int,
    floors: Path | None,
    record: bool,
    as_json: bool,
) -> None:
    """Score clusters of copies by pairs and B-cubed; exit code 1 when a recorded figure fell.

    FILES are Parquet or JSON lines with a text and its true cluster. With --gold, stories are edited the way
    news is (cut, retold, misread, embedded in a digest, …) amid look-alikes, without and with promo tails. So
    are reports by templates, reports that print one statement, and made-up texts in scripts without spaces
    between words.
    """
    if not files and not gold:
        raise click.UsageError("name a labelled file, or true texts with --gold")
    columns = LabelledColumns(text, label, time)
    reports = [evaluate(file.name, read_labelled(file, columns), days) for file in files]
    reports += _generated(gold, seed, days)
    if as_json:
        echo_json([_figures(report) for report in reports])
    else:
        wide_console().print(_table(reports))
        _print_edits(reports)
    recorded = read_floors(floors) if floors else {}
    fallen = [fall for report in reports for fall in regressions(recorded, report.name, report.figures)]
    if floors and record:
        for report in reports:
            recorded = raised(recorded, report.name, report.figures)
        floors.write_text(json.dumps(recorded, indent=2) + "\n", "utf-8")
    for regression in fallen:
        click.echo(f"fallen: {regression}", err=as_json)
    sys.exit(1 if fallen else 0)


def _generated(gold: tuple[Path, ...], seed: int, days: float) -> Iterator[DuplicatesReport]:
    if gold:
        true = true_texts(gold)
        if len(true) < FEWEST_TEXTS:
            found = f"{len(true)} texts of 600 to 15,000 characters that share no sentence"
            raise click.UsageError(f"--gold: {found}; at least {FEWEST_TEXTS} are needed")
        rows = edited_stories(true, seed)
        yield evaluate(f"edited, seed {seed}", rows, days)
        yield evaluate(f"with tails, seed {seed}", with_tails(rows, seed), days)
        yield evaluate(f"mixed tails, seed {seed}", with_mixed_tails(rows, true, seed), days)
        yield evaluate(f"templates, seed {seed}", template_reports(seed), days)
        yield evaluate(f"phrases, seed {seed}", phrase_reports(seed), days)
        yield evaluate(f"quotations, seed {seed}", quoting_reports(true, seed), days)
        for script in SCRIPTS:
            yield evaluate(f"{script.name}, seed {seed}", script_stories(script, seed), days)


def _table(reports: list[DuplicatesReport]) -> Table:
    table = Table("set")
    for column in ("texts", "precision", "recall", "F1", "B³ precision", "B³ recall", "B³ F1"):
        table.add_column(column, justify="right")
    for report in reports:
        scores = (report.pairs, report.b_cubed)
        shares = [f"{share:.4f}" for score in scores for share in (score.precision, score.recall, score.f1)]
        table.add_row(report.name, f"{report.texts:,}", *shares)
    return table


def _figures(report: DuplicatesReport) -> dict[str, Any]:
    scores = {"pairs": report.pairs, "b_cubed": report.b_cubed}
    shares = {
        name: {"precision": score.precision, "recall": score.recall, "f1": score.f1}
        for name, score in scores.items()
    }
    return {"set": report.name, "texts": report.texts, **shares, "recall_by_edit": dict(report.by_edit)}


def _print_edits(reports: list[DuplicatesReport]) -> None:
    for report in reports:
        edits = ", ".join(f"{edit} {share:.3f}" for edit, share in report.by_edit.items())
        click.echo(f"{report.name}: recall by edit: {edits}")
