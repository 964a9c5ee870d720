"""Counts that add up, and what is said when they do not."""

from __future__ import annotations

from dataclasses import replace

from warehouse_rows import article, duplicate, fetch

from flows.stages.revise import Decision
from flows.stages.tally import Tally, tally, total

WHALE, COPY = article("whale"), article("copy")
NEW = [Decision(WHALE, "new"), Decision(COPY, "new")]


def test_a_new_article_that_copies_another_counts_as_duplicate() -> None:
    member = duplicate("copy", "whale")
    (counts,) = tally([], [], [], NEW, [member], [])
    assert (counts.new, counts.duplicate, counts.landed) == (1, 1, 2)


def test_an_article_that_leads_its_own_cluster_counts_as_new() -> None:
    canonical = duplicate("whale", "whale")
    (counts,) = tally([], [], [], NEW, [canonical], [])
    assert (counts.new, counts.duplicate) == (2, 0)


def test_a_revision_counts_as_revised_also_when_it_is_a_copy() -> None:
    revised = Decision(replace(COPY, revision=2), "revised")
    member = duplicate("copy", "whale", revision=2)
    (counts,) = tally([], [], [], [revised], [member], [])
    assert (counts.new, counts.revised, counts.duplicate) == (0, 1, 0)


def test_discovery_documents_are_not_counted() -> None:
    (counts,) = tally([], [fetch("a"), fetch("feed", kind="feed")], [], [], [], [])
    assert counts.discovered == 1


def test_a_source_without_a_link_has_its_row() -> None:
    (counts,) = tally(["quiet"], [], [], [], [], [])
    assert counts == Tally("quiet")


def test_a_lost_page_is_a_contradiction_that_names_the_source() -> None:
    lost = Tally("gazette", discovered=1, fetched=1)
    assert lost.contradictions() == ("gazette: fetched 1, rejected 0 + landed 0",)


def test_a_link_without_an_outcome_is_a_contradiction() -> None:
    assert Tally("gazette", discovered=1).contradictions() == ("gazette: discovered 1, outcomes 0",)


def test_counts_that_add_up_contradict_nothing() -> None:
    assert Tally("gazette", discovered=2, blocked=1, fetched=1, new=1).contradictions() == ()


def test_the_total_is_the_sum_of_every_count() -> None:
    assert total([Tally("a", new=1, failed=2), Tally("b", new=3)]) == Tally("total", new=4, failed=2)
