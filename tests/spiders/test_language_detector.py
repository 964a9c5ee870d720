"""py3langid's model, made compact and kept: the same languages and scores to the bit, whatever is damaged."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Thread

import numpy as np
import py3langid
import pytest
from py3langid.langid import LanguageIdentifier
from py3langid.modelio import load_model, save_model

from spiders.languages import kept_model as kept
from spiders.languages.compact_model import compacted
from spiders.languages.detector import LanguageDetector
from spiders.languages.kept_model import PACKED, kept_model

TEXTS = (
    *("", " ", "\x00", "A", "The council has approved the plan.", "DER RAT STIMMT ZU", "Le maire a dit non."),
    *(
        "Совет одобрил план.",
        "理事会批准了该计划。",
        "وافق المجلس على الخطة.",
        "議会は計画を承認した",
        "Rada přijala plán",
    ),
    *(
        "e\u0301te\u0301",
        "\ud800 half of a pair",
        "Савет је усвојио план",
        "Savet je usvojio plan",
        "नगर परिषद",
    ),
)


def test_language_and_score_are_those_of_py3langid_in_any_script() -> None:
    draw = random.Random(1)
    words = " ".join(TEXTS).split()
    mixed = [" ".join(draw.choices(words, k=draw.randint(1, 40))) for _ in range(100)]
    signs = ["".join(chr(draw.randrange(0x20, 0x11_000)) for _ in range(60)) for _ in range(100)]
    detector = LanguageDetector(kept_model(PACKED, None))
    texts = [*TEXTS, *mixed, *signs]
    assert [detector.classify(text) for text in texts] == [py3langid.classify(text) for text in texts]


@pytest.mark.parametrize("seed", range(5))
def test_the_automaton_of_any_texts_and_any_scores_come_out_as_they_were(seed: int, tmp_path: Path) -> None:
    model = load_model(_packed(tmp_path, seed))
    scores, priors, languages, moves, rows, features = model
    theirs = LanguageIdentifier(scores, priors, languages, moves, features, tk_row=rows)
    ours = LanguageDetector(compacted(*model))
    draw = random.Random(seed)
    for _ in range(50):
        text = "".join(draw.choices("abcé ", k=draw.randint(0, 50)))
        assert ours.classify(text) == theirs.classify(text)


def test_a_kept_model_is_read_and_not_made_once_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed, folder = _packed(tmp_path, 1), tmp_path / "kept"
    made = kept_model(packed, folder)
    monkeypatch.setattr(kept, "load_model", lambda path: pytest.fail("it was unpacked"))
    _assert_same(kept_model(packed, folder), made)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("damage", [_cut, _emptied, _flipped])
def test_a_damaged_model_is_made_once_more(damage: Callable[[Path], None], tmp_path: Path) -> None:
    packed, folder = _packed(tmp_path, 1), tmp_path / "kept"
    made = kept_model(packed, folder)
    (path,) = folder.iterdir()
    whole = path.read_bytes()
    damage(path)
    _assert_same(kept_model(packed, folder), made)
    assert path.read_bytes() == whole


def test_the_model_of_another_version_and_what_a_kill_left_are_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    kept_model(_packed(tmp_path, 1), folder)
    (folder / "killed.part").write_bytes(b"half")
    newer = _packed(tmp_path, 2)
    _assert_same(kept_model(newer, folder), compacted(*load_model(newer)))
    assert len(list(folder.iterdir())) == 1


def test_without_a_folder_that_can_be_written_the_model_is_made(tmp_path: Path) -> None:
    packed = _packed(tmp_path, 1)
    (tmp_path / "a file").touch()
    for folder in (None, tmp_path / "a file" / "kept"):
        _assert_same(kept_model(packed, folder), compacted(*load_model(packed)))


def test_several_that_want_it_first_all_get_it(tmp_path: Path) -> None:
    packed, folder, together = _packed(tmp_path, 1), tmp_path / "kept", Barrier(4)
    found = []

    def want() -> None:
        together.wait()
        found.append(kept_model(packed, folder))

    threads = [Thread(target=want) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for model in [*found, kept_model(packed, folder)]:
        _assert_same(model, compacted(*load_model(packed)))


def _packed(folder: Path, seed: int) -> Path:
    """A small model of the texts that some features begin with, its states in no order."""
    draw = np.random.default_rng(seed)
    features, languages = 30, ["sr", "de", "fr", "sr"]
    letters = np.frombuffer("abcé ".encode(), np.uint8)
    of_features = [draw.choice(letters, draw.integers(1, 6)).tobytes() for _ in range(features)]
    texts = list({text[:end] for text in of_features for end in range(1, len(text) + 1)})
    state_of = {b"": 0, **{text: state for state, text in enumerate(texts, 1)}}
    table = [
        next(state_of[read[start:]] for start in range(len(read) + 1) if read[start:] in state_of)
        for text in state_of
        for read in (text + bytes([byte]) for byte in range(256))
    ]
    scores = np.where(
        draw.random((features, 4)) < 0.5, np.float16(-14), draw.normal(-8, 2, (features, 4)).astype("f2")
    )
    met = np.array([-1, *draw.integers(-1, features, len(texts))])
    path = folder / f"{seed}.npz.xz"
    rows = np.arange(len(state_of))
    save_model(path, (scores, draw.normal(size=4), languages, np.array(table), rows, met))
    return path


def _assert_same(one: object, other: object) -> None:
    for name, values in vars(other).items():
        assert np.array_equal(getattr(one, name), values), name
