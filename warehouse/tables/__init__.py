"""The tables of the warehouse: one frozen dataclass each, every column described.

`warehouse.tables.arrow` makes Arrow tables of them; a process that extracts has no use for Arrow.
"""

from warehouse.tables.article import Article
from warehouse.tables.block import NEWLINE, Block, line_kinds_of, text_of
from warehouse.tables.boilerplate import BlockCount, RemovedBlock
from warehouse.tables.column import (
    SCHEMA_VERSION,
    Column,
    ColumnText,
    Record,
    Stored,
    columns,
    derived_columns,
    stored_as,
    version_of,
)
from warehouse.tables.fetch import Fetch
from warehouse.tables.ledger import Erasure, Rejection, Run
from warehouse.tables.matching import Band, Duplicate, Signature, SimilarPair
from warehouse.tables.page import Page

TABLES: dict[str, type[Record]] = {
    "pages": Page,
    "fetches": Fetch,
    "articles": Article,
    "removed_blocks": RemovedBlock,
    "blocks": BlockCount,
    "signatures": Signature,
    "bands": Band,
    "pairs": SimilarPair,
    "duplicates": Duplicate,
    "rejections": Rejection,
    "runs": Run,
    "erasures": Erasure,
}
"""Every landed table by its name."""

__all__ = [
    "NEWLINE",
    "SCHEMA_VERSION",
    "TABLES",
    "Article",
    "Band",
    "Block",
    "BlockCount",
    "Column",
    "ColumnText",
    "Duplicate",
    "Erasure",
    "Fetch",
    "Page",
    "Record",
    "Rejection",
    "RemovedBlock",
    "Run",
    "Signature",
    "SimilarPair",
    "Stored",
    "columns",
    "derived_columns",
    "line_kinds_of",
    "stored_as",
    "text_of",
    "version_of",
]
