"""The demo goes on where the last one ended."""

from __future__ import annotations

from datetime import UTC, datetime

from newsroom.demo import Desk

MORNING = datetime(2026, 11, 20, 6, tzinfo=UTC)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_a_first_demo_opens_with_the_first_edition() -> None:
    assert Desk((), landed=True).next(MORNING).editions == (MORNING.isoformat(),)


def test_a_landed_edition_is_followed_by_the_next() -> None:
    desk = Desk((MORNING.isoformat(),), landed=True).next(NOON)
    assert desk.editions == (MORNING.isoformat(), NOON.isoformat())
    assert not desk.landed


def test_an_edition_whose_run_was_killed_is_served_again() -> None:
    killed = Desk((MORNING.isoformat(),), landed=False)
    assert killed.next(NOON) == killed
