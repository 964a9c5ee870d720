"""Full-text search inside DuckDB, for those who want to rank and join in one SQL statement. Opt-in.

`warehouse-fts.duckdb` holds what `warehouse.duckdb` holds, and the index of DuckDB's extension fts over the
latest texts. That index cannot be brought up to date, only rebuilt, so each publish builds it whole:
`copydesk search` (tantivy) is the cheap way to search, this one is for SQL. Whoever builds the file once has
it kept up to date; whoever removes it is rid of it.

The extension splits texts at spaces and knows Latin letters only. So texts are indexed by their terms
(`warehouse.search.terms`), and the macro `search_terms` makes the same of a query in SQL: its letters are
folded by a table that is written out in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice

import duckdb
import numpy as np
import pyarrow as pa

from dedupe.letters.folding import fold, table
from warehouse.base.data_folder import DataFolder
from warehouse.query.extension import load_extension
from warehouse.query.quoting import literal
from warehouse.query.viewfile import create_commented_views, install_database, seen_by_readers
from warehouse.search.index import latest_texts
from warehouse.search.terms import SPACELESS, WITHOUT_DOT, indexed_terms
from warehouse.snapshots.snapshot import Snapshot

_AT_ONCE = 1_000
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_COLUMNS = pa.schema([(name, pa.string()) for name in ("article_id", "title", "text")])

_TERMS = r"""
CREATE MACRO main.search_terms(words) AS array_to_string(
    list_transform(
        regexp_extract_all({folded}, '[{spaceless}]+|[^\pP\pZ\pS\pC{spaceless}]+'),
        lambda run: if(
            regexp_matches(run, '^[{spaceless}]') AND length(run) > 1,
            array_to_string([run[i:i + 1] FOR i IN range(1, length(run))], ' '),
            run
        )
    ),
    ' '
)
"""

_FOLDED = r"""
regexp_replace(regexp_replace(
    translate(lower(nfc_normalize(words)), {before}, {after}), '(s)s+|(a)a+', '\1\2', 'g'
), '([aou])e', '\1', 'g')
"""

_INDEX = r"""
PRAGMA create_fts_index(
    'texts', 'article_id', 'title', 'text',
    stemmer = 'none', stopwords = 'none', ignore = '\s+', strip_accents = 0, lower = 0
)
"""

_SEARCH = """
CREATE MACRO main.search(words) AS TABLE
SELECT article_id, score
FROM (
    SELECT name AS article_id, fts_main_texts.match_bm25(name, search_terms(words), conjunctive := 1) AS score
    FROM fts_main_texts.docs
)
WHERE score IS NOT NULL
ORDER BY score DESC, article_id
"""


def build_sql_search(data: DataFolder, snapshot: Snapshot) -> None:
    """Build `warehouse-fts.duckdb` over `snapshot` and rename it in. Raises ExtensionMissing."""
    install_database(data, data.sql_search, lambda database: _fill(database, data, snapshot))


def refresh_sql_search(data: DataFolder, snapshot: Snapshot) -> None:
    """Rebuild it where it was made once. Raises ExtensionMissing."""
    if data.sql_search.exists():
        build_sql_search(data, snapshot)


def _fill(database: duckdb.DuckDBPyConnection, data: DataFolder, snapshot: Snapshot) -> None:
    load_extension(database, "fts", "fts")
    create_commented_views(database, seen_by_readers(data, snapshot))
    database.execute(_TERMS.format(folded=_folded(), spaceless=SPACELESS))
    database.register("reader", pa.RecordBatchReader.from_batches(_COLUMNS, _texts(snapshot)))
    database.execute("CREATE TABLE main.texts AS FROM reader")
    database.unregister("reader")
    for statement in (_INDEX, "DROP TABLE main.texts", _SEARCH):
        database.execute(statement)


def _texts(snapshot: Snapshot) -> Iterator[pa.RecordBatch]:
    """The terms of every article's latest text."""
    every = latest_texts(snapshot)
    while some := list(islice(every, _AT_ONCE)):
        rows = [
            (article_id, " ".join(indexed_terms(title or "")), " ".join(indexed_terms(text)))
            for article_id, title, text in some
        ]
        yield pa.record_batch([*map(list, zip(*rows, strict=True))], schema=_COLUMNS)


@cache
def _folded() -> str:
    """SQL of the folded letters of `words`; characters that become nothing stand last."""
    codes = {*np.flatnonzero(table() != np.arange(len(table()))).tolist(), *_FULL_WIDTH}
    changed = [(chr(code), fold(chr(code))) for code in sorted(codes) if code >= 0x80]
    changed = [(char, folded) for char, folded in changed if len(folded) <= 1]
    changed.extend(WITHOUT_DOT.items())
    changed.sort(key=lambda pair: not pair[1])
    before, after = ("".join(side) for side in zip(*changed, strict=True))
    return _FOLDED.format(before=literal(before), after=literal(after))
