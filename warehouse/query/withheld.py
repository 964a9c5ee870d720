"""A snapshot without the texts whose publishers reserve their use by machines.

Rights are stated row by row (`tdm_reserved`, `ai_train_allowed`), so what is withheld is withheld where rows
are read: `landed.articles` gives no text, standfirst or lines of such a row, and every view and macro over it
follows. Blocks that were cut from such articles and pages as they were fetched have no text either. Title,
authors, times and URL stay: they say where the text is to be read.
"""

from __future__ import annotations

from warehouse.query.connection import landed_rows
from warehouse.snapshots.catalog import Readable

_RESERVED = "(tdm_reserved IS TRUE OR ai_train_allowed IS FALSE)"

_WITHHELD = {
    "articles": f"""SELECT * REPLACE (
        CASE WHEN {_RESERVED} THEN NULL ELSE text END AS text,
        CASE WHEN {_RESERVED} THEN NULL ELSE description END AS description
    ) FROM ({{rows}})""",
    "removed_blocks": f"""SELECT * REPLACE (
        CASE
            WHEN article_id IN (SELECT article_id FROM landed.articles WHERE {_RESERVED}) THEN NULL
            ELSE text
        END AS text
    ) FROM ({{rows}})""",
    "pages": "SELECT * REPLACE (NULL::BLOB AS body) FROM ({rows})",
}


def withheld_rows(table: str, snapshot: Readable) -> str:
    """The SELECT of a landed table's rows, with reserved texts and all pages' bodies as NULL."""
    rows = landed_rows(table, snapshot)
    return _WITHHELD[table].format(rows=rows) if table in _WITHHELD else rows
