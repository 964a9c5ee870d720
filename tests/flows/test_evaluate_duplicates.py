"""The evaluation of copies: its scores by hand, its generator, and recorded figures that hold."""

import json
from functools import cache
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from invented_stories import story

from dedupe.articles.decision.compare import compare
from dedupe.articles.decision.prepare import prepare
from flows.cli import cli
from flows.evaluation.duplicates import evaluate
from flows.evaluation.duplicates_cases import (
    Labelled,
    edited_stories,
    phrase_reports,
    quoting_reports,
    template_reports,
    true_texts,
    with_mixed_tails,
    with_tails,
)
from flows.evaluation.duplicates_edits import EDITS
from flows.evaluation.duplicates_scores import b_cubed, pairwise, recall_by_edit
from flows.evaluation.duplicates_scripts import SCRIPTS, Script, script_stories
from flows.evaluation.floors import read_floors, regressions

PROJECT = Path(__file__).parents[2]
CORPUS = PROJECT.parent / "shared" / "corpus"
FLOORS = PROJECT / "benchmarks" / "matching" / "sample-floors.json"

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the project")


@cache
def sample() -> tuple[str, ...]:
    return tuple(true_texts(sorted(CORPUS.glob("*-gold.jsonl")))[1::2])


@cache
def recorded() -> tuple[Labelled, ...]:
    """The edited stories that figures are recorded of."""
    return tuple(edited_stories(sample(), 2))


def test_pairwise_scores_count_pairs() -> None:
    score = pairwise(["a", "a", "b", "b"], ["x", "x", "x", "y"])
    assert (score.precision, score.recall) == (1 / 2, 1 / 3)


def test_b_cubed_scores_count_rows() -> None:
    score = b_cubed(["a", "a", "b", "b"], ["x", "x", "x", "y"])
    assert score.precision == (1 + 1 + 1 / 2 + 1 / 2) / 4
    assert score.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)


def test_nothing_claimed_is_precise_and_nothing_to_find_is_found() -> None:
    assert pairwise(["a", "b"], ["x", "x"]).precision == 1
    assert pairwise(["a", "b"], ["x", "y"]).f1 == 1


def test_recall_is_told_by_edit() -> None:
    found = recall_by_edit(["a", "a", "b"], ["x", "x", "x"], ["none", "typos", "teaser"])
    assert found == {"none": 0.5, "teaser": 0.0, "typos": 0.5}


@needs_corpus
def test_the_same_seed_makes_the_same_set_and_another_does_not() -> None:
    texts = sample()[:60]
    assert edited_stories(texts, 1) == edited_stories(texts, 1) != edited_stories(texts, 2)


@needs_corpus
def test_every_edit_changes_the_text() -> None:
    rows = edited_stories(sample(), 1, copies=len(EDITS))
    true = {row.story: row.text for row in rows if row.edit == "none"}
    edited = [row for row in rows if row.edit in EDITS]
    assert {row.edit for row in edited} == set(EDITS)
    assert sum(row.text == true[row.story] for row in edited) <= len(edited) // 50


@needs_corpus
@pytest.mark.parametrize("name", ["edited", "with tails"])
def test_no_recorded_figure_falls(name: str) -> None:
    report = evaluate(name, with_tails(recorded(), 1) if name == "with tails" else recorded())
    assert regressions(read_floors(FLOORS), name, report.figures) == []
    assert report.pairs.precision >= 0.99
    assert report.pairs.f1 >= 0.95


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_no_recorded_figure_of_a_script_without_spaces_falls(script: Script) -> None:
    report = evaluate(script.name, script_stories(script, 2))
    assert regressions(read_floors(FLOORS), script.name, report.figures) == []
    assert report.pairs.precision >= 0.99


@needs_corpus
@pytest.mark.parametrize("name", ["mixed tails", "templates", "phrases", "quotations"])
def test_no_recorded_figure_of_look_alikes_falls(name: str) -> None:
    texts = sample()
    rows = {
        "mixed tails": lambda: with_mixed_tails(recorded()[:900], texts, 1),
        "templates": lambda: template_reports(2),
        "phrases": lambda: phrase_reports(2),
        "quotations": lambda: quoting_reports(texts, 2),
    }[name]()
    assert regressions(read_floors(FLOORS), name, evaluate(name, rows).figures) == []


def test_edits_cut_texts_without_spaces_by_their_characters() -> None:
    text = "".join(chr(0x4E00 + number % 400) for number in range(600))
    (cut, _) = EDITS["teaser"]([text], Random(1), [])
    assert 50 < len(cut) < 170
    assert text.startswith(cut.removesuffix(" …"))
    misread = EDITS["ocr"]([text], Random(1), [])[0]
    assert 20 < sum(a != b for a, b in zip(text, misread, strict=True)) < 100


@needs_corpus
def test_look_alikes_share_less_than_half_of_either_text() -> None:
    rows = edited_stories(sample(), 1)
    kinds = {"follow_up", "with_statement", "column"}
    assert kinds < {row.edit for row in rows}
    true = {row.story: row for row in rows if row.edit == "none"}
    alike = [row for row in rows if row.edit in kinds]
    texts = prepare([row.text for row in (*true.values(), *alike)])
    for one in texts[len(true) :]:
        shares = [
            max(side.contained for side in (found.a, found.b))
            for found in (compare(one, other) for other in texts[: len(true)])
        ]
        assert max(shares) < 0.5


def test_a_labelled_file_is_scored(tmp_path: Path) -> None:
    text = " ".join(f"word{number}" for number in range(80))
    rows = [
        {"text": text, "label": "one"},
        {"text": text + " more", "label": "one"},
        {"text": text.upper(), "label": None},
    ]
    path = tmp_path / "labelled.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows))
    result = CliRunner().invoke(cli, ["eval", "duplicates", str(path)])
    assert result.exit_code == 0, result.output
    assert "0.3333" in result.output


def test_too_few_true_texts_are_said(tmp_path: Path) -> None:
    rows = [{"text": "\n".join(story(str(number), 6))} for number in range(20)]
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows))
    result = CliRunner().invoke(cli, ["eval", "duplicates", "--gold", str(path)])
    assert result.exit_code == 2
    assert "--gold: 20 texts" in result.output and "at least 32 are needed" in result.output
