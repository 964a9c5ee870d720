"""SQL of other people, over one snapshot: it reads, and does nothing else.

`confine` lets a connection into the snapshot's directory only, but DuckDB knows no difference there between
reading and writing: `COPY … TO` a file of the snapshot would overwrite it, also behind EXPLAIN ANALYZE or
EXECUTE. So statements are let through by their kind, and what EXPLAIN explains is looked at by its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import duckdb
import pyarrow as pa

from warehouse.base.errors import CopydeskError
from warehouse.query.table_functions import writing_function
from warehouse.query.tokens import plain_text, tokens

_KIND = duckdb.StatementType
READING = frozenset({_KIND.SELECT, _KIND.EXPLAIN})
"""What a query may be. DESCRIBE, SUMMARIZE and SHOW are SELECT to DuckDB."""

_READING_PRAGMAS = frozenset(
    {
        *("table_info", "show_tables", "show_tables_expanded", "show_databases", "functions"),
        *("database_list", "database_size", "collations", "version", "platform"),
    }
)
"""SELECT to DuckDB 1, kinds of their own to DuckDB 2, beside others that set, import and write."""
_QUERY_BEGINS_WITH = frozenset({"FROM", "PIVOT", "SELECT", "UNPIVOT", "WITH", "("})
"""A query that pivots is several statements: to DuckDB 1 a type that is created and a query, to DuckDB 2 a
kind of its own, which a COPY of such a query has, too."""

_NOT_IN_ARROW = re.compile(r"UHUGEINT|VARIANT|BIGNUM|TIME WITH TIME ZONE")
"""Types that Arrow does not have: DuckDB gives another value for them, or none."""

IN_MEMORY = READING | {
    *(_KIND.CREATE, _KIND.INSERT, _KIND.UPDATE, _KIND.DELETE, _KIND.DROP, _KIND.ALTER),
    *(_KIND.SET, _KIND.VARIABLE_SET, _KIND.TRANSACTION, _KIND.PRAGMA),
}
"""What a session may do besides: tables and variables of its own, which end with it."""


class NotAQuery(CopydeskError):
    """A statement does something else than read."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind

    def __str__(self) -> str:
        return (
            f"Permission Error: {self.kind} is not allowed, statements read the snapshot only; "
            "to write the result to a file: copydesk query SQL --format parquet --output FILE"
        )


class UnwritableType(CopydeskError):
    """A column of a result has a type that its values would be lost in."""

    def __init__(self, column: str, kind: str) -> None:
        super().__init__(column, kind)
        self.column = column
        self.kind = kind

    def __str__(self) -> str:
        return f"{self.column}: {self.kind} cannot be written; select it as text: {self.column}::VARCHAR"


class NotOneStatement(CopydeskError):
    """A query is no statement, or several."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count

    def __str__(self) -> str:
        if not self.count:
            return 'the query is empty; for example: copydesk query "SELECT count(*) FROM articles"'
        return f"the query has {self.count} statements; give one (copydesk shell < FILE runs several)"


def run_query(database: duckdb.DuckDBPyConnection, sql: str) -> pa.RecordBatchReader:
    """The result of the one statement that `sql` is; columns of one name are told apart by a number.

    Raises NotOneStatement, NotAQuery and duckdb.Error.
    """
    count = len(list(split(sql)))
    if count != 1:
        raise NotOneStatement(count)
    return run_statement(database, sql, READING)


def run_statement(
    database: duckdb.DuckDBPyConnection, sql: str, allowed: frozenset[duckdb.StatementType]
) -> pa.RecordBatchReader:
    """The result of a statement whose kind is allowed. Raises NotAQuery and duckdb.Error."""
    parsed = database.extract_statements(sql)
    require_reading_functions(sql)
    for statement in parsed:
        is_type = len(parsed) == 2 and statement.type == _KIND.CREATE
        if not (statement.type in allowed or is_type or _only_reads(sql, statement.type)):
            raise NotAQuery(statement.type.name)
        if statement.type == _KIND.EXPLAIN:
            _check_explained(database, sql)
    done = database.execute(sql)
    for name, kind, *_ in done.description or ():
        if _NOT_IN_ARROW.search(str(kind).replace("TIMESTAMP WITH", "")):
            raise UnwritableType(name, str(kind))
    return _uniquely_named(done.to_arrow_reader())


def require_reading_functions(sql: str) -> None:
    """Raises NotAQuery where a table function is called that may do more than read."""
    if name := writing_function(sql):
        raise NotAQuery(f"the table function {name}")


def split(sql: str) -> Iterator[str]:
    """The statements of a text, by the semicolons between them."""
    begin, is_empty = 0, True
    for place, text in tokens(sql):
        if text == ";":
            if not is_empty:
                yield sql[begin:place]
            begin, is_empty = place + 1, True
        else:
            is_empty = False
    if not is_empty:
        yield sql[begin:]


def _only_reads(sql: str, kind: duckdb.StatementType) -> bool:
    """Whether a statement of a kind that may write does not."""
    words = [text for _, text in tokens(sql)]
    if kind == _KIND.PRAGMA:
        return len(words) > 1 and words[1].lower() in _READING_PRAGMAS
    return kind == _KIND.MULTI and words[0].upper() in _QUERY_BEGINS_WITH


def _check_explained(database: duckdb.DuckDBPyConnection, sql: str) -> None:
    after = list(tokens(sql))[1:]
    if after and after[0][1] == "(":
        after = after[[text for _, text in after].index(")") + 1 :]
    elif after and after[0][1].upper() == "ANALYZE":
        after = after[1:]
    explained = plain_text(sql)[after[0][0] :] if after else ""
    kinds = {statement.type for statement in database.extract_statements(explained)}
    if kinds != {_KIND.SELECT}:
        raise NotAQuery("EXPLAIN of anything but a query")


def _uniquely_named(result: pa.RecordBatchReader) -> pa.RecordBatchReader:
    names = _unique(result.schema.names)
    if names == result.schema.names:
        return result
    schema = pa.schema([field.with_name(name) for field, name in zip(result.schema, names, strict=True)])
    batches = (pa.RecordBatch.from_arrays(batch.columns, schema=schema) for batch in result)
    return pa.RecordBatchReader.from_batches(schema, batches)


def _unique(names: Sequence[str]) -> list[str]:
    """Names of which none occurs twice: `id`, `id_1`, `id_2`, as DuckDB names columns of a new table."""
    known, unique = set(names), dict[str, None]()
    for name in names:
        chosen, number = name, 0
        while chosen in unique or (number and chosen in known):
            number += 1
            chosen = f"{name}_{number}"
        unique[chosen] = None
    return list(unique)
