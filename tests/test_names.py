"""One name for one thing: classes are unique over the project, and words that were retired stay out."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

ROOTS = ("spiders", "flows", "dedupe", "warehouse")
MODULES = [path for root in ROOTS for path in sorted(Path(root).rglob("*.py"))]

RETIRED = re.compile(
    r"furniture|stranger|\bmend(s|ed|ing)?\b|\banew\b|left to people|keep_in_order|foresee|relead"
    r"|patience|\bowed\b|OWED|with_\w+_apart|stands_for\(|upon another|not asked for|usable address"
    r"|asked for again|asked again|ask for again"
)
"""Words of docs/glossary.md's right column, as far as no other sense of them is in use."""

QUOTED = {"flows/evaluation/duplicates_templates.py"}
"""Modules that hold made-up stories."""


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_a_class_has_a_name_of_its_own() -> None:
    places = defaultdict(list)
    for path in MODULES:
        for node in tree_of(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(str(path))
    assert len(places) > 200
    assert {name: paths for name, paths in places.items() if len(paths) > 1} == {}


@pytest.mark.parametrize("text", ["the furniture of a site", "signed anew", "to mend what can be mended"])
def test_a_retired_word_is_seen(text: str) -> None:
    assert RETIRED.search(text)


def test_retired_words_stay_out_of_the_code() -> None:
    lines = [
        f"{path}:{number}: {line.strip()}"
        for path in MODULES
        if str(path) not in QUOTED
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if RETIRED.search(line)
    ]
    assert lines == []
