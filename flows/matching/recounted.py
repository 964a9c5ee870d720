"""New articles of a run that an earlier part of it counted, and that a later one makes copies, or copies no
more: the counts of the later part say so, that the sums over all parts are those of one part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.matching.copy_history import Cause, CopyHistory
from warehouse.tables import Duplicate


@dataclass(frozen=True)
class Recounted:
    """An article of `source` that was counted as new and is a copy; where not `is_copy`, the reverse."""

    source: str
    is_copy: bool


def recounted(cause: Cause, history: CopyHistory, rows: Sequence[Duplicate]) -> tuple[Recounted, ...]:
    """Those of the articles of new `rows` that earlier parts of the run counted otherwise."""
    source = history.new_in_run(cause.run_id, [row.article_id for row in rows])
    said = history.cluster_ids(source)
    found = []
    for row in rows:
        if row.article_id in source:
            was_copy = row.article_id in said and said[row.article_id][0] != row.article_id
            if was_copy != (is_copy := row.cluster_id != row.article_id):
                found.append(Recounted(source[row.article_id], is_copy))
    return tuple(found)
