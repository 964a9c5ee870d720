"""The published views over a snapshot, made of those over the one before.

Observed: a publish took .4 CPU seconds for the same statements as the one before it, and the table of hidden
texts, a row for each copy, was computed from all of history: .05 s at 100,000 articles, half a second at
three million. The rule: the file is copied, and in it is changed what the runs since have changed: where the
raw tables read, and the rows of articles of which something landed. It is rebuilt where that is not sure:
after anything but runs (maintenance, a takedown, a repair), by another version, in another place, or where a
snapshot between is gone. A row that was wrong would stay until the next maintenance.
"""

from __future__ import annotations

import logging

import duckdb
import pyarrow as pa

from warehouse.base.data_folder import DataFolder
from warehouse.base.database import session
from warehouse.query.connection import connect_landed, landed_rows
from warehouse.query.landed_keys import ArticleKeys
from warehouse.query.landed_since import landed_since
from warehouse.query.macrotext import self_contained_macros
from warehouse.query.published_views import PublishedViews, remember_views, remembered_views, texts_of_views
from warehouse.query.temporary_tables import fill_table
from warehouse.query.viewfile import install_database, place_of_snapshots, publish_views, seen_by_readers
from warehouse.query.viewtext import load_macro_comments, view
from warehouse.snapshots.manifest import NAME, BrokenManifest, read_manifest
from warehouse.snapshots.snapshot import Snapshot
from warehouse.sql import execute
from warehouse.tables import TABLES

logger = logging.getLogger(__name__)


def refresh_views(data: DataFolder, snapshot: Snapshot) -> None:
    """Bring `warehouse.duckdb` up to date with `snapshot`."""
    published = remembered_views(data)
    if published is None or not _is_followed(data, snapshot, published):
        publish_views(data, snapshot)
    elif published.number < snapshot.number:
        try:
            _follow(data, snapshot, published)
        except duckdb.Error as error:
            logger.warning("%s cannot be brought up to date (%s), rebuilding it", data.database, error)
            publish_views(data, snapshot)


def _is_followed(data: DataFolder, snapshot: Snapshot, published: PublishedViews) -> bool:
    """Whether nothing but runs made `snapshot` of the one that the file reads, in the same place."""
    place_and_texts = (place_of_snapshots(data), texts_of_views())
    if (published.place, published.texts) != place_and_texts or published.number > snapshot.number:
        return False
    try:
        between = [
            read_manifest(data.snapshots / str(number) / NAME)
            for number in range(published.number, snapshot.number + 1)
        ]
    except BrokenManifest:  # or gone
        return False
    first, *later = between
    return first.committed_at == published.since and all(one.cause == "run" for one in later)


def _follow(data: DataFolder, snapshot: Snapshot, published: PublishedViews) -> None:
    def fill(database: duckdb.DuckDBPyConnection) -> None:
        _read(database, data, snapshot)
        _hide(database, data, snapshot, published)

    install_database(data, data.database, fill, begun=data.database)
    remember_views(data, snapshot, published.place, published.textless)


def _read(database: duckdb.DuckDBPyConnection, data: DataFolder, snapshot: Snapshot) -> None:
    """Have the views and macros read a snapshot."""
    seen = seen_by_readers(data, snapshot)
    seen.admit(database)
    raw = {table: landed_rows(table, seen) for table in TABLES}
    for table, select in raw.items():
        database.execute(f"CREATE OR REPLACE VIEW landed.{table} AS {select}")
    for statement in self_contained_macros(raw):
        database.execute(statement.replace("CREATE MACRO", "CREATE OR REPLACE MACRO", 1))
    database.execute(";\n".join(load_macro_comments()))


def _hide(
    database: duckdb.DuckDBPyConnection, data: DataFolder, snapshot: Snapshot, published: PublishedViews
) -> None:
    """Bring the table of hidden texts up to date."""
    with connect_landed(landed_since(snapshot, published.since), ["articles", "duplicates"]) as landed:
        newest = execute(landed, "hidden/newest_memberships", since=published.since).to_arrow_table()
        further = execute(landed, "hidden/further_texts", since=published.since).to_arrow_table()
    articles = {*newest["article_id"].to_pylist(), *further["article_id"].to_pylist()}
    if not articles:
        return
    texts = ArticleKeys(data, snapshot).rows_of(articles).rows
    fill_table(database, "texts", texts.select(["article_id", "text_key"]))
    former = execute(database, "hidden/former_memberships").to_arrow_table()
    hidden = _hidden(texts, newest, former)
    execute(database, "hidden/remove")
    database.register("hidden_now", hidden)
    database.execute("INSERT INTO main.hidden FROM hidden_now")
    database.unregister("hidden_now")
    database.execute("DROP TABLE texts")


def _hidden(texts: pa.Table, newest: pa.Table, former: pa.Table) -> pa.Table:
    """The rows of `hidden` of some articles: by all their texts, and by what is said of their clusters."""
    with session() as database:
        for name, rows in (("newest", newest), ("former", former), ("landed_texts", texts)):
            fill_table(database, name, rows)
        database.execute("CREATE SCHEMA landed; CREATE VIEW landed.articles AS FROM landed_texts")
        execute(database, "hidden/memberships")
        return database.execute(view("hidden").select).to_arrow_table()
