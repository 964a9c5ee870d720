"""JSON as pages write it: read as it stands, and repaired where that fails.

Theory. JSON-LD is written by templates that nobody validates: wrapped in comments or CDATA, two objects one
after the other, a comma missing or too many, `\\'` for an apostrophe, quotation marks that are not escaped,
entities where HTML knows none. Readers of search engines are lenient, so publishers never learn of it, and a
strict reader loses title, authors and date of every page of such a site. json-repair reads what was meant.
Exception: what is cut off in the middle keeps what stands before the cut. Repair costs a tenth of a
millisecond for a usual script, but it looks through the rest of the text at every brace that it cannot
place: 2,000 characters of `{0}` took two seconds, and an hour would have been reached at 50,000. So length
times braces is bounded, over all scripts of a page: the broken one of 313 scripts in the corpus has 17,550.
A mistake gives a wrong value in one field, which other statements of the page outvote; a script that is too
costly says nothing.
"""

from __future__ import annotations

import html
import json
from typing import Any

import json_repair

MAX_CHARS = 2_000_000
MAX_REPAIRED_CHARS = 50_000
MAX_REPAIR_COST = 500_000
"""Characters times braces that are repaired on one page."""


class ScriptReader:
    """Reads the scripts of one page."""

    def __init__(self) -> None:
        self._left = MAX_REPAIR_COST

    def value(self, text: str) -> Any:
        """The value that a script's text means; None where it means none, or repair would cost too much."""
        if len(text) > MAX_CHARS or "{" not in text:
            return None
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            text = text[:MAX_REPAIRED_CHARS]
            self._left -= len(text) * text.count("{")
            return _repaired(text) if self._left >= 0 else None


def _repaired(text: str) -> Any:
    """One value, or a list of several that follow each other."""
    if "&quot;" in text and '"' not in text.replace("&quot;", ""):
        text = html.unescape(text)
    try:
        return json_repair.loads(text, skip_json_loads=True)
    except (ValueError, RecursionError, IndexError):  # nested too deep
        return None
