"""Whether a source brings what it is expected to bring. Pure.

Observed: a feed that is moved or frozen still responds with 200, so nothing fails and nothing comes; and a
weekly paper brings nothing for six days. The rule: the last three days are held against `expect` in the
source's table and, where that states no minimum, the silence against the source's own past. A source is quiet
when nothing new came for three days and for half as long again as its second longest pause (the longest may
have been a failure). Pauses are counted between days with news, without the first day, which brings the
backlog; where fewer than three are known, two weeks count as its pause. A source that never brought anything
is given four days. It costs that time until a silence is seen, and a finding after an outlet's unusual
holidays.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from flows.alerts.finding import Finding, Kind
from flows.sources.pacing import LATELY_DAYS, USUAL_DAYS, SourceHistory
from spiders.sources.source import Source

LONGER = 1.5
_DAY = timedelta(days=1)


def unexpected(source: Source, history: SourceHistory) -> Iterator[Finding]:
    """What an operator should look at."""
    if history.watched_days < LATELY_DAYS + 1:
        return
    daily = history.new_lately / LATELY_DAYS
    least, most = source.expect.min_per_day, source.expect.max_per_day
    if least and daily < least:
        text = f"{daily:.1f} new articles a day, expected at least {least:g}"
        yield Finding(Kind.FEW, source.name, text)
    if most and daily > most:
        text = f"{daily:.1f} new articles a day, expected at most {most:g}"
        yield Finding(Kind.MANY, source.name, text)
    if not least and (silence := _silence(history)):
        yield Finding(Kind.QUIET, source.name, silence)


def _silence(history: SourceHistory) -> str | None:
    if history.last_new is None:
        return f"no articles in the {history.watched_days:.0f} days since it was added"
    silent = (history.last_look - history.last_new) / _DAY
    if silent < max(LATELY_DAYS, LONGER * (history.pause_days or USUAL_DAYS)):
        return None
    return f"no new articles since {history.last_new:%Y-%m-%d %H:%M} UTC, for {silent:.0f} days"
