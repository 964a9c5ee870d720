"""Breaking changes of the schema, each written once, as SQL over the version before.

Additive changes need nothing of this: a column that a file lacks takes its default. A breaking one (a column
renamed, split, or of another type or meaning) raises the major part of SCHEMA_VERSION and adds a step here.
The step is used twice: `copydesk migrate` rewrites the files by it, and readers look at older snapshots
through it, so that these return the same as before until their retention ends. A lake is of one major version
as a whole: nothing is committed upon an older one before it is migrated.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from warehouse.base.errors import CopydeskError
from warehouse.tables import SCHEMA_VERSION


class OlderLake(CopydeskError):
    """The lake was written by a copydesk with an earlier major version of the schema."""

    def __init__(self, version: str) -> None:
        super().__init__(version)
        self.version = version

    def __str__(self) -> str:
        return (
            f"the lake has schema {self.version}, today's is {SCHEMA_VERSION}; run `copydesk migrate` first"
        )


@dataclass(frozen=True)
class SchemaMigration:
    """What a major version changed in one table.

    `columns` gives every new or changed column as an SQL expression over the columns of the version before;
    those that today's record no longer has need not be named.
    """

    major: int
    table: str
    columns: Mapping[str, str]


_LINE_KINDS = """
    flatten(list_transform(
        blocks,
        lambda block:
            [block.kind] || list_transform(string_split(block.text, chr(10))[2:], lambda line: 'continued')
    ))
"""

MIGRATIONS: list[SchemaMigration] = [SchemaMigration(2, "articles", {"line_kinds": _LINE_KINDS})]
"""Every breaking step, oldest first. 2: a text is no longer repeated by its blocks; its lines have kinds."""


def major_of(version: str) -> int:
    """The breaking part of a schema version."""
    return int(version.partition(".")[0])


def is_older(version: str) -> bool:
    """Whether a lake of this version must be migrated before anything is committed upon it."""
    return major_of(version) < major_of(SCHEMA_VERSION)


def refuse_older(version: str) -> None:
    """Raises OlderLake."""
    if is_older(version):
        raise OlderLake(version)


def is_changed(table: str, version: str) -> bool:
    """Whether rows of a table that a lake of this version holds are not as today's."""
    return bool(_steps(table, version))


def upgraded(source: str, table: str, version: str, columns: Collection[str]) -> tuple[str, frozenset[str]]:
    """A FROM clause for rows of `version` with the columns of today, and the names of all its columns.

    `source` is a FROM clause of the rows as they were written, with `columns`.
    """
    names = frozenset(columns)
    for step in _steps(table, version):
        source = f"(SELECT {_projection(step, names)} FROM {source})"
        names |= step.columns.keys()
    return source, names


def _steps(table: str, version: str) -> list[SchemaMigration]:
    """The steps from a version to today's, oldest first."""
    return [step for step in MIGRATIONS if step.table == table and step.major > major_of(version)]


def _projection(step: SchemaMigration, names: Collection[str]) -> str:
    changed = [f"{sql} AS {name}" for name, sql in step.columns.items() if name in names]
    new = [f"{sql} AS {name}" for name, sql in step.columns.items() if name not in names]
    return ", ".join([f"* REPLACE ({', '.join(changed)})" if changed else "*", *new])
