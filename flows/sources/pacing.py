"""How often a source is looked at. Pure.

Observed: an outlet that has brought nothing for a day rarely brings something in the next minutes, and a
site that has been down for hours is seldom up again in the next. The rule: the pause grows with the time
since the last new article (a twentieth of it) or since the failures began (half of it), to a day at most,
and is gone with the first success. It costs at most that pause in freshness, and the source comes back by
itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from spiders.sources.source import Source

LONGEST_PAUSE = timedelta(days=1)
LATELY_DAYS = 3
USUAL_DAYS = 14


@dataclass(frozen=True, kw_only=True)
class SourceHistory:
    """What the snapshot tells of a source: the last look, the last new article, and when failures began.

    `watched_days` is the time since the first look, `new_lately` the new articles of the last three days,
    `pause_days` the second longest time between two days with news, the first day of the source left out; 0
    where fewer than three such times are known.
    """

    source: str
    last_look: datetime
    last_new: datetime | None
    failing_since: datetime | None
    watched_days: float = 0.0
    new_lately: int = 0
    pause_days: float = 0.0


@dataclass(frozen=True)
class Pause:
    """Why a source is not due, and until when."""

    until: datetime
    why: str


def pause_of(source: Source, history: SourceHistory | None, now: datetime) -> Pause | None:
    """The pause that a source is in; None where it is to be looked at.

    A look that lies ahead was dated by a clock that was wrong: it would silence the source until then.
    """
    if history is None or history.last_look > now:
        return None
    wait, why = _wait(history)
    least = timedelta(minutes=source.interval_minutes)
    if wait < least:
        wait, why = least, f"interval_minutes = {source.interval_minutes}"
    until = history.last_look + wait
    if until <= now:
        return None
    return Pause(until, f"not due until {until:%Y-%m-%d %H:%M} UTC: {why}")


def _wait(history: SourceHistory) -> tuple[timedelta, str]:
    if history.failing_since is not None:
        failing = history.last_look - history.failing_since
        return min(
            failing / 2, LONGEST_PAUSE
        ), f"every document failed since {history.failing_since:%Y-%m-%d %H:%M}"
    if history.last_new is None:
        return timedelta(0), "nothing new yet"
    quiet = history.last_look - history.last_new
    return min(quiet / 20, LONGEST_PAUSE), f"nothing new since {history.last_new:%Y-%m-%d %H:%M}"
