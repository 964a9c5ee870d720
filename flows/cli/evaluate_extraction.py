"""`copydesk eval extraction`: our texts beside plain trafilatura's, against the true ones."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from flows.display.as_json import echo_json, json_option
from flows.display.terminal import wide_console
from flows.evaluation.extraction import OURS, PLAIN, UNCUT, Evaluation, evaluate, read_gold
from flows.evaluation.extraction_score import PageScore
from flows.evaluation.floors import raised, read_floors, regressions
from flows.evaluation.warc import read_pages

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("archives", nargs=-1, required=True, type=EXISTING)
@click.option("--gold", type=EXISTING, help="Gold file; by default NAME-gold.jsonl beside NAME.warc.gz.")
@click.option("--beside", multiple=True, type=click.Choice(PLAIN), help="Score plain trafilatura as well.")
@click.option("--worst", default=5, show_default=True, help="Pages to list, the worst first.")
@click.option("--workers", default=2, show_default=True, help="Extraction processes.")
@click.option("--floors", type=click.Path(path_type=Path), help="Recorded figures to compare with.")
@click.option("--record", is_flag=True, help="Raise the recorded figures to what was measured.")
@json_option
def extraction(
    archives: tuple[Path, ...],
    gold: Path | None,
    beside: tuple[str, ...],
    worst: int,
    workers: int,
    floors: Path | None,
    record: bool,
    as_json: bool,
) -> None:
    """Score the extraction of WARC files with gold files; exit code 1 when a recorded figure fell.

    \b
    Example:
      copydesk eval extraction corpus/*.warc.gz --beside default --beside precision
    """
    console = wide_console()
    recorded = read_floors(floors) if floors else {}
    fallen = []
    figures = {}
    for archive in archives:
        name = archive.name.removesuffix(".gz").removesuffix(".warc")
        truth = read_gold(gold or archive.with_name(f"{name}-gold.jsonl"))
        result = evaluate(read_pages(archive), truth, beside, workers)
        if as_json:
            figures[name] = _figures(result)
        else:
            console.print(_table(name, result))
            _print_facts(console, result, worst)
        fallen += regressions(recorded, name, result.figures())
        recorded = raised(recorded, name, result.figures()) if record else recorded
    if floors and record:
        floors.write_text(json.dumps(recorded, indent=2) + "\n", "utf-8")
    if as_json:
        echo_json(figures)
    for regression in fallen:
        click.echo(f"fallen: {regression}", err=as_json)
    sys.exit(1 if fallen else 0)


def _figures(result: Evaluation) -> dict[str, Any]:
    names = ("f1", "precision", "recall", "failures", "residue", "lost")
    scores = {
        extractor: {name: getattr(score, name) for name in names}
        for extractor, score in result.scores().items()
    }
    counts = {name: getattr(result, name) for name in ("promos_left", "blocks_missing", "gold_cut")}
    return {"scores": scores, "metadata": dict(result.metadata), **counts}


def _table(name: str, result: Evaluation) -> Table:
    table = Table(title=name)
    for column in ("extractor", "F1", "precision", "recall", "failures", "residue", "lost"):
        table.add_column(column, justify="left" if column == "extractor" else "right")
    for extractor, score in result.scores().items():
        shares = (f"{share:.4f}" for share in (score.f1, score.precision, score.recall))
        table.add_row(extractor, *shares, str(score.failures), str(score.residue), str(score.lost))
    return table


def _print_facts(console: Console, result: Evaluation, worst: int) -> None:
    facts = [f"{field} {100 * share:.1f} %" for field, share in result.metadata.items()]
    facts.append(f"{result.promos_left} blocks to drop left, {result.blocks_missing} to keep missing")
    scores = result.scores()
    facts.append(
        f"the cut adds {scores[OURS].f1 - scores[UNCUT].f1:+.4f} F1, for {result.gold_cut:.3%} of the gold"
    )
    console.print("; ".join(facts), markup=False)
    for score in sorted(result.pages[OURS], key=_f1)[:worst]:
        console.print(f"  F1 {score.f1:.3f}  {score.url}", markup=False, soft_wrap=True)


def _f1(score: PageScore) -> float:
    return score.f1
