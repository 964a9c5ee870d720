"""A snapshot without the texts whose publishers reserve their use by machines.

Rights are stated row by row (`tdm_reserved`, `ai_train_allowed`), so what is withheld is withheld where rows
are read: `landed.articles` gives no text, standfirst or lines of such a row, and every view and macro over it
follows. Blocks that were cut from such articles and pages as they were fetched have no text either. Title,
authors, times and URL stay: they say where the text is to be read.
"""

from __future__ import annotations

from collections.abc import Collection

import duckdb

from warehouse.query.connection import create_landed, landed_rows
from warehouse.query.scan import OFFLINE
from warehouse.query.viewtext import load_views
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


def connect_withholding(snapshot: Readable, tables: Collection[str] = ()) -> duckdb.DuckDBPyConnection:
    """What `warehouse.query.connection.connect` gives, with reserved texts and all pages' bodies as NULL."""
    database = duckdb.connect(config=OFFLINE)
    database.execute("SET parquet_metadata_cache = true")
    create_landed(database, snapshot)
    for table, select in _WITHHELD.items():
        rows = landed_rows(table, snapshot)
        database.execute(f"CREATE OR REPLACE VIEW landed.{table} AS {select.format(rows=rows)}")
    for statement in load_views(tables):
        database.execute(statement)
    return database
