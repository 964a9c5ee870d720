"""What two texts alone do not tell, third ones show: templates, and heads and passages that stories share."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from random import Random

import numpy as np
import pytest
from invented_stories import story
from matched_lake import clusters, land, published

from dedupe.articles.boilerplate.cut_boilerplate import NO_BOILERPLATE, SharedBoilerplate
from dedupe.articles.decision.compare import compare
from dedupe.articles.decision.prepare import prepare
from dedupe.articles.decision.verify import verify
from dedupe.articles.text.sentences import read_all_sentences
from flows.evaluation.duplicates_phrases import from_phrases
from flows.evaluation.duplicates_templates import from_template
from flows.matching import verifying
from flows.matching.verifying import Verifier
from warehouse.base.data_folder import DataFolder

CHANCE = Random(2)
REPORTS = {f"{number:016x}": from_phrases("forecast", CHANCE) for number in range(12)}
COPY = "f" * 16
TEXTS = REPORTS | {COPY: f"From our correspondent\n{REPORTS[f'{3:016x}']}"}


def verifier_of(texts: Mapping[str, str]) -> Verifier:
    return Verifier(lambda some: {each: texts[each] for each in some}, NO_BOILERPLATE)


def copies(ids: list[str]) -> set[tuple[str, str]]:
    verifier = verifier_of(TEXTS)
    return {(one, two) for one, two, _ in verifier.copies(list(combinations(sorted(ids), 2)))}


def test_reports_that_two_alone_pass_for_copies_are_told_apart_by_others_of_their_template() -> None:
    alone = {pair for pair in combinations(sorted(TEXTS), 2) if copies(list(pair))}
    assert len(alone) == 4
    assert copies(list(TEXTS)) == {(f"{3:016x}", COPY)}


def test_reports_that_arrive_three_by_three_are_told_apart_as_those_of_one_batch(tmp_path: Path) -> None:
    found = []
    for size in (3, len(TEXTS)):
        data = DataFolder(tmp_path / f"data-{size}")
        data.create()
        rows = [published(key, text, hour) for hour, (key, text) in enumerate(TEXTS.items())]
        for at in range(0, len(rows), size):
            land(data, rows[at : at + size], hour=at)
        found.append(clusters(data))
    assert found[0] == found[1]
    assert [len(group) for group in found[0] if len(group) > 1] == [2]


def test_a_copy_that_met_no_other_report_is_one_as_if_it_had() -> None:
    chance = Random(1)
    texts = {f"{number:x}": from_template("air", chance) for number in range(8)}
    texts["copy"] = f"From our correspondent\n{texts['3']}"
    verifier = Verifier(lambda some: {each: texts[each] for each in some}, NO_BOILERPLATE)
    found = verifier.copies([(each, "copy") for each in texts if each != "copy"])
    assert not verifier.look_alikes.get("3")
    assert len(verifier.look_alikes["copy"]) > 3
    assert [pair[:2] for pair in found] == [("3", "copy")]


def test_interviews_of_which_most_questions_pass_for_boilerplate_are_told_apart_by_all_of_them() -> None:
    chance = Random(0)
    texts = {f"{number:x}": from_template("interview", chance) for number in range(10)}
    lines = texts["0"].split("\n")
    questions = [line[: line.index("?") + 1] for line in (lines[1], lines[5])]
    heads, tails = (
        np.sort(read_all_sentences(["\n".join(some)]).hashes)
        for some in ((lines[0].split(" Today")[0], questions[0]), (questions[1], lines[6]))
    )
    boilerplate = SharedBoilerplate(heads, tails)
    verifier = Verifier(lambda some: {each: texts[each] for each in some}, boilerplate)
    assert verify(compare(*prepare([texts["0"], texts["6"]], boilerplate))) is not None
    assert verifier.copies([("0", "6")]) == []
    assert verifier.look_alikes["0"] == {"6"}


def test_stories_under_one_long_head_are_no_copies_unless_a_third_text_says_so() -> None:
    head, first, second = (" ".join(story(name, size)) for name, size in (("h", 6), ("a", 4), ("b", 4)))
    texts = {"1": f"{head} {first}", "2": f"{head} {second}"}
    verifier = verifier_of(texts)
    assert verifier.copies([("1", "2")]) == []
    texts["3"] = head
    verifier = verifier_of(texts)
    assert len(verifier.copies([("1", "2"), ("1", "3"), ("2", "3")])) == 3


def test_a_copy_of_one_of_two_stories_that_share_a_head_or_a_passage_does_not_join_them() -> None:
    shared, *own = (" ".join(story(name, size)) for name, size in (("s", 6), *((each, 2) for each in "abcd")))
    for texts in (
        [f"{shared} {own[0]} {own[1]}", f"{shared} {own[2]} {own[3]}"],
        [f"{own[0]} {shared} {own[1]}", f"{own[2]} {shared} {own[3]}"],
    ):
        known = {"1": texts[0], "2": texts[1], "3": f"From our correspondent\n{texts[0]}"}
        found = verifier_of(known).copies([("1", "2"), ("1", "3"), ("2", "3")])
        assert [pair[:2] for pair in found] == [("1", "3")]


def test_a_story_cut_at_both_ends_speaks_for_two_copies_that_replaced_these() -> None:
    shared, *own = (" ".join(story(name, size)) for name, size in (("s", 6), *((each, 2) for each in "abcd")))
    texts = {"1": f"{own[0]} {shared} {own[1]}", "2": f"{own[2]} {shared} {own[3]}", "3": shared}
    verifier = verifier_of(texts)
    assert len(verifier.copies([("1", "2"), ("1", "3"), ("2", "3")])) == 3


def test_misread_copies_of_one_story_are_no_reports_by_a_template() -> None:
    report = REPORTS[f"{3:016x}"]
    texts = TEXTS | {f"a{number:015x}": f"By reporter number {number}\n{report}" for number in range(3)}
    other = next(key for key in REPORTS if not copies([key, COPY]))
    verifier = verifier_of(texts)
    crowd = [key for key in texts if key.startswith("a")]
    verifier.copies(list(combinations(sorted([*crowd, other]), 2)))
    assert verifier.look_alikes[other] == set(crowd)
    assert other not in verifier.by_template


def test_links_that_were_known_before_count_as_those_that_are_found() -> None:
    head, first, second = (" ".join(story(name, size)) for name, size in (("h", 6), ("a", 4), ("b", 4)))
    texts = {"1": f"{head} {first}", "2": f"{head} {second}"}
    for third, found in ((head, [("1", "2")]), (first, [])):
        texts["0"] = third
        verifier = Verifier(
            lambda some: {each: texts[each] for each in some}, NO_BOILERPLATE, lambda _: [("0", "1")]
        )
        assert [pair[:2] for pair in verifier.copies([("1", "2")])] == found


def test_long_texts_are_read_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {f"{number:03}": " ".join(story(f"{number // 2}", 8)) for number in range(400)}
    pairs = [(f"{number:03}", f"{number + 1:03}") for number in range(0, 400, 2)]
    read: list[int] = []

    def fetch(ids: Sequence[str]) -> dict[str, str]:
        read.append(len(ids))
        return {each: texts[each] for each in ids}

    monkeypatch.setattr(verifying, "FIRST_PAIRS", 20)
    at_once = Verifier(fetch, NO_BOILERPLATE).copies(pairs)
    assert (len(at_once), read) == (200, [40, 160, 200])
    monkeypatch.setattr(verifying, "WORDS_AT_ONCE", sum(map(len, map(str.split, texts.values()))) // 50)
    read.clear()
    assert Verifier(fetch, NO_BOILERPLATE).copies(pairs) == at_once
    assert sum(read) == 400 and max(read[1:]) <= 8
