"""A story that a crowd of outlets carries, each with small edits of its own, is one cluster."""

import random
from collections import Counter
from collections.abc import Iterable, Sized
from pathlib import Path

import pytest
from matched_lake import clusters, land, story
from warehouse_rows import article

from flows.evaluation.duplicates import clusters_of
from flows.evaluation.duplicates_cases import BEGIN, Labelled
from flows.evaluation.duplicates_wording import misread, per_word
from warehouse.base.data_folder import DataFolder

OUTLETS = 120
"""More than MAX_SHARING, so that not every two of them are compared."""

FORM = """The {} Department received an application on {} from {} of {} concerning the plot at {}, number {}.
The application can be seen at the office during the opening hours for a period of four weeks. Objections must
be sent in writing before the end of that period and must state the name and the address of the sender. The
office decides after it has heard all parties, and it sends its decision to everybody who took part."""


def dateline(lines: list[str], rng: random.Random) -> list[str]:
    return [f"{story(rng.random(), 2)[:-1].upper()}, {rng.randint(1, 28)} May. {lines[0]}", *lines[1:]]


def headline(lines: list[str], rng: random.Random) -> list[str]:
    return [story(rng.random(), 8), *lines]


def cut_tail(lines: list[str], rng: random.Random) -> list[str]:
    return lines[: rng.randint(6, len(lines))]


def scanned(lines: list[str], rng: random.Random) -> list[str]:
    return [per_word(line, rng, 0.04, misread) for line in lines]


def other_letters(lines: list[str], rng: random.Random) -> list[str]:
    return [line.replace("a", "á").replace("o", "ö") for line in lines] + [str(rng.random())]


EDITS = (dateline, headline, cut_tail, scanned, other_letters)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    rng = random.Random(3)
    lines = story("wire", 100).split("\n")
    copies = ["\n".join(rng.choice(EDITS)(list(lines), rng)) for _ in range(OUTLETS)]
    forms = [FORM.format(*(story(rng.random(), 1)[:-1].title() for _ in range(5)), n) for n in range(40)]
    return copies + forms


def largest(groups: Iterable[Sized]) -> list[int]:
    return sorted(map(len, groups), reverse=True)[:2]


def test_in_a_file(texts: list[str]) -> None:
    rows = [Labelled(str(n), text, BEGIN, "", "") for n, text in enumerate(texts)]
    assert sorted(Counter(clusters_of(rows)).values(), reverse=True)[:2] == [OUTLETS, 1]


def test_in_five_batches(tmp_path: Path, texts: list[str]) -> None:
    data = DataFolder(tmp_path / "data")
    data.create()
    order = random.Random(4).sample(range(len(texts)), len(texts))
    for batch in range(5):
        land(data, [article(f"{n:03}", text=texts[n]) for n in order[batch::5]], float(batch))
    assert largest(clusters(data)) == [OUTLETS, 1]
