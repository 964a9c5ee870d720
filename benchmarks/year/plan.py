"""What happens in the simulated year, and which findings are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from benchmarks.year.paper import Paper

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Event:
    """From day `begin` to day `end` something is so at a paper, and findings of `kind` are due.

    They are raised within `raised` days after it began (the finding says when it may) and over within `over`
    days after it ended. `count` is how many: a paper that moves is told for its front page and its feed.
    """

    paper: str
    what: str
    begin: float
    end: float
    kind: str
    raised: float
    over: float
    count: int = 1


def events(scale: float) -> tuple[Event, ...]:
    """The year's events, `scale` times as far apart as in the short version of twenty days."""
    once = (
        Event("mortal", "dead", 9, 11.5, "failed", 0.5, 2.0),
        Event("mover", "moved", 7, 10, "moved", 1.5, 1.0, 2),
        # What it showed under its new host comes again under the old one.
        Event("mover", "moved", 7, 10, "duplicates", 3.5, 7.0),
        Event("builder", "rebuilt", 9, 12, "extraction", 3.0, 6.0),
        Event("keeper", "forbidding", 8, 10, "robots", 1.5, 2.0),
        Event("sleeper", "silent", 9, 15, "quiet", 4.7, 1.5),
    )
    if scale <= 1:
        return once
    again = [
        Event(e.paper, e.what, e.begin + far, e.end + far, e.kind, e.raised, e.over, e.count)
        for e in once
        for far in (60, 170, 290)
    ]
    return (*once, *again)


def apply(plan: tuple[Event, ...], papers: dict[str, Paper], start: datetime, now: datetime) -> None:
    """Make the papers what they are at `now`; the steady one changes its promos every month."""
    day = (now - start) / DAY
    for event in plan:
        setattr(papers[event.paper], event.what, False)
    for event in plan:
        if event.begin <= day < event.end:
            setattr(papers[event.paper], event.what, True)
    campaign = int(day // 10)
    papers["steady"].promo = f"Campaign number {campaign}: {CAMPAIGNS[campaign % len(CAMPAIGNS)]}"


CAMPAIGNS = (
    "support independent reporting with a small monthly contribution today.",
    "our new podcast explains the week in half an hour, every Friday.",
    "get the weekend edition delivered to your door for half the price.",
)
