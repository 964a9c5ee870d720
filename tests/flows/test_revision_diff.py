"""Two revisions side by side."""

import pytest
from warehouse_rows import article

from flows.explain.revision_diff import DiffRow, NoSuchRevision, side_by_side, two_revisions

BEFORE = article("a", text="One.\nTwo.\nThree.", authors=("Ann",))
BETTER = article("a", extraction=2, text="One.\nTwo.\nThree.", authors=("Ann", "Bo"))
AFTER = article("a", revision=2, title="Another", text="One.\n2.\nThree.\nFour.", authors=("Ann", "Bo"))


def test_what_changed_stands_beside_what_it_was() -> None:
    changed = [row for row in side_by_side(BEFORE, AFTER) if row.is_changed]
    assert changed == [
        DiffRow("title", "Title of a", "Another"),
        DiffRow("authors", "Ann", "Ann, Bo"),
        DiffRow("", "Two.", "2."),
        DiffRow("", None, "Four."),
    ]


def test_the_last_extractions_of_the_last_two_revisions_are_compared() -> None:
    assert two_revisions([BEFORE, BETTER, AFTER], "") == (BETTER, AFTER)
    assert two_revisions([BEFORE, BETTER, AFTER], "2:1") == (AFTER, BETTER)


@pytest.mark.parametrize("wanted", ["1", "1:3", "a:b", ":", "1:2:3", "²:1"])
def test_a_revision_that_is_not_there_is_named(wanted: str) -> None:
    with pytest.raises(NoSuchRevision, match="give two of its revisions"):
        two_revisions([BEFORE, AFTER], wanted)


def test_one_revision_is_compared_with_nothing() -> None:
    with pytest.raises(NoSuchRevision, match="has one revision"):
        two_revisions([BEFORE, BETTER], "")
