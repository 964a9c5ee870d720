"""The words of a query inside of a text that is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from warehouse.search.terms import terms

_RUN = re.compile(r"\w+|\W+")


def highlighted(text: str, query: str) -> Iterator[tuple[bool, str]]:
    """Stretches of `text`, each with whether it is a word of `query`; joined they are `text` again.

    In scripts without spaces a run of letters counts as found when it shares a term with the query.
    """
    wanted = set(terms(query))
    for run in _RUN.findall(text):
        yield bool(wanted.intersection(terms(run))), run
