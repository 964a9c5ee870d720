"""How a run came about, and by what a takedown named its content."""

from __future__ import annotations

from warehouse.values.value import Value


class RunStatus(Value):
    """How the rows of a run came about."""

    COMPLETE = "complete", "the run completed"
    RECOVERED = "recovered", "a later run landed what a killed one had fetched"
    IMPORTED = "imported", "a run landed what `copydesk import` had taken from archives"


class ErasureScope(Value):
    """By what the erased content was named."""

    URL = "url", "by a URL"
    ARTICLE = "article", "by an article's key"
    AUTHOR = "author", "by an author's name"
    SOURCE = "source", "by a source's name"
