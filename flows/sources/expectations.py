"""Whether a source brings what it is expected to bring. Pure.

Observed: a feed that is moved or frozen still answers 200, so nothing fails and nothing comes. The rule:
the last three days are held against `expect` in the source's table and, where that states no minimum,
against the two weeks before. The first day of a source, which brings its backlog, does not count. A source
that publishes less than once a day on its own is not judged by its past.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.sources.pacing import History
from spiders.sources.source import Source

LATELY_DAYS = 3
USUAL_DAYS = 14


def unexpected(source: Source, history: History) -> Iterator[str]:
    """What an operator should look at, one line each."""
    if history.watched_days < LATELY_DAYS + 1:
        return
    daily = history.new_lately / LATELY_DAYS
    least, most = source.expect.min_per_day, source.expect.max_per_day
    if least and daily < least:
        yield f"{source.name}: {daily:.1f} new articles a day, at least {least:g} are expected"
    if most and daily > most:
        yield f"{source.name}: {daily:.1f} new articles a day, at most {most:g} are expected"
    if not least and history.new_lately == 0 and history.usual_per_day >= 1:
        usual = f"{history.usual_per_day:.1f} a day before"
        yield f"{source.name}: went quiet, nothing new for {LATELY_DAYS} days, {usual}"
