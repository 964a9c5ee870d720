"""Full-text search over the latest texts, in an index that publishing keeps up to date.

The index (tantivy, BM25) is derived data: it holds keys and terms, no text, is brought up to date from the
rows that landed since the snapshot it knows, and can be removed and rebuilt at any time. Every article is
replaced by its key, so indexing the same rows twice after a kill changes nothing. It is written month by
month: a first index of a million articles takes seven minutes of CPU, of which a kill loses a month's, and
until it is whole nobody searches it. So is one that is rebuilt, beside the old one.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import tantivy

from warehouse.base.data_folder import DataFolder
from warehouse.base.database import OFFLINE
from warehouse.base.durable import remove, replace, write_text
from warehouse.base.progress import SILENT, Progress, StageProgress
from warehouse.query.connection import create_landed
from warehouse.query.landed_since import by_month, landed_since
from warehouse.search.index_errors import UnreadableIndex, unreadable_index_errors
from warehouse.search.shared_index import searchable, share
from warehouse.search.terms import apart, indexed_terms, terms
from warehouse.snapshots.snapshot import Snapshot

logger = logging.getLogger(__name__)

FORM = 4
"""Version of the index's own form; an index of another form is rebuilt."""

STATE = "indexed_until"
_BEGUN = "begun_until"
"""The same of an index whose first months only are written."""
_REBUILT = "-rebuilt-"
"""In the name of an index that is being rebuilt, with how many takedowns it knows."""
BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
WRITER_HEAP = 20_000_000
"""Bytes that are gathered before they are written out, beside what a run holds anyway."""
TEXTS_AT_ONCE = 200
_TITLE_BOOST = 2.0
_NEWEST = """
    WITH newest AS (
        SELECT article_id, max((revision, extraction)) AS text_of
        FROM landed.articles
        WHERE landed_at > $since
        GROUP BY article_id
    )
    SELECT article_id, title, text
    FROM landed.articles JOIN newest USING (article_id)
    WHERE landed_at > $since AND (revision, extraction) = text_of
"""
_PHRASE = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')


@dataclass(frozen=True)
class Hit:
    """One article that matches; `score` is BM25, comparable within one search only."""

    article_id: str
    score: float


def update_index(data: DataFolder, snapshot: Snapshot, progress: Progress = SILENT) -> int:
    """Index the articles that landed since the index was last brought up to date; returns how many.

    Of a first index `progress` is told. Raises UnreadableIndex.
    """
    with unreadable_index_errors(data.search):
        return _update(data.search, snapshot, progress)


def _update(folder: Path, snapshot: Snapshot, progress: Progress) -> int:
    since = _indexed_until(folder)
    if since == snapshot.manifest.committed_at:
        return 0
    begun = since or _moment(folder / _BEGUN)
    if begun is None:
        remove([folder] if folder.exists() else [])
        folder.mkdir(parents=True)
        open_index(folder)
    state = folder / (_BEGUN if since is None else STATE)
    count = 0
    listener = SILENT if since else progress
    rows = sum(file.rows for file in landed_since(snapshot, begun or BEGINNING).manifest.of("articles"))
    with listener.stage("search index", total=rows, unit="texts") as stage:
        for landed, until in by_month(snapshot, "articles", begun or BEGINNING):
            count += _add(folder, latest_texts(landed, begun or BEGINNING), stage)
            begun = until
            _write_moment(state, until)
    _write_moment(folder / STATE, snapshot.manifest.committed_at)
    remove(path for path in [folder / _BEGUN] if path.exists())
    return count


def _add(folder: Path, texts: Iterable[tuple[str, str | None, str]], stage: StageProgress) -> int:
    """Replaces articles in the index; returns how many."""
    writer = open_index(folder).writer(WRITER_HEAP, 1)
    count = 0
    for article_id, title, text in texts:
        writer.delete_documents_by_term("article_id", article_id)
        writer.add_document(_document(article_id, title, text))
        count += 1
        if count % TEXTS_AT_ONCE == 0:
            stage.advance(TEXTS_AT_ONCE)
    stage.advance(count % TEXTS_AT_ONCE)
    writer.commit()
    writer.wait_merging_threads()
    return count


def _write_moment(state: Path, moment: datetime) -> None:
    write_text(state, f"{FORM} {moment.isoformat()}")
    share(state.parent, state)


def refresh_index(data: DataFolder, snapshot: Snapshot, progress: Progress = SILENT) -> None:
    """Bring the index up to date; one that tantivy cannot read is rebuilt."""
    try:
        update_index(data, snapshot, progress)
    except UnreadableIndex as error:
        logger.warning("search index cannot be updated (%s), rebuilding it", error.problem)
        rebuild_index(data, snapshot, progress)
    else:
        remove_half_rebuilt(data)


def rebuild_index(data: DataFolder, snapshot: Snapshot, progress: Progress = SILENT) -> None:
    """Rebuild the index beside the one that there is, which serves searches until they are exchanged.

    What a kill left of a rebuild is gone on with, unless something was taken down since.
    """
    erasures = sum(file.rows for file in snapshot.manifest.of("erasures"))
    fresh = data.search.with_name(f"{data.search.name}{_REBUILT}{erasures}")
    remove(path for path in _rebuilt(data) if path != fresh)
    try:
        with unreadable_index_errors(fresh):
            _update(fresh, snapshot, progress)
    except UnreadableIndex:  # what the kill left
        remove([fresh])
        _update(fresh, snapshot, progress)
    old = _set_aside(data)
    replace(fresh, data.search)
    remove(old)


def remove_half_rebuilt(data: DataFolder) -> None:
    """Remove what a kill left of a rebuild."""
    remove(_rebuilt(data))


def _rebuilt(data: DataFolder) -> list[Path]:
    """Indexes that are half rebuilt."""
    return list(data.root.glob(f"{data.search.name}{_REBUILT}*"))


def is_indexed(data: DataFolder) -> bool:
    """Whether there is an index of today's form; publishing makes one."""
    with unreadable_index_errors(data.search):
        return _indexed_until(data.search) is not None


def drop_index(data: DataFolder) -> None:
    """Remove the index; the next update rebuilds it."""
    remove(_set_aside(data))


def _beside(data: DataFolder) -> Path:
    data.tmp.mkdir(parents=True, exist_ok=True)
    return data.tmp / f"search-{secrets.token_hex(4)}"


def _set_aside(data: DataFolder) -> list[Path]:
    """Rename the index, if there is one: half removed, it could be taken for a broken one."""
    if not data.search.exists():
        return []
    return [data.search.rename(_beside(data))]


def search(data: DataFolder, query: str, limit: int) -> list[Hit]:
    """The articles that best match all words of a query; none where nothing was indexed yet.

    `"quoted words"` must stand together, `-word` must not occur. Any query is valid. Raises UnreadableIndex.
    """
    parsed = _parse(query)
    with unreadable_index_errors(data.search):
        if parsed is None or _indexed_until(data.search) is None:
            return []
        with searchable(data.search) as folder:
            searcher = open_index(folder).searcher()
            hits = searcher.search(parsed, limit).hits
            return [Hit(searcher.doc(document)["article_id"][0], score) for score, document in hits]


def _parse(query: str) -> tantivy.Query | None:
    clauses = []
    for minus, quoted, word in _PHRASE.findall(query):
        forms = [terms(form) for form in dict.fromkeys((quoted or word, apart(quoted or word)))]
        if forms[0]:
            occur = tantivy.Occur.MustNot if minus else tantivy.Occur.Must
            clauses.append((occur, _in_any_form(forms)))
    wanted = any(occur == tantivy.Occur.Must for occur, _ in clauses)
    return tantivy.Query.boolean_query(clauses) if wanted else None


def _in_any_form(forms: list[list[str]]) -> tantivy.Query:
    """The words as they are spelled in one of some ways."""
    ways = [(tantivy.Occur.Should, _anywhere(words)) for words in forms]
    return ways[0][1] if len(ways) == 1 else tantivy.Query.boolean_query(ways)


def _anywhere(words: list[str]) -> tantivy.Query:
    """The words, one after the other, in the title or the text."""
    title = tantivy.Query.boost_query(_in_field("title", words), _TITLE_BOOST)
    should = tantivy.Occur.Should
    return tantivy.Query.boolean_query([(should, title), (should, _in_field("text", words))])


def _in_field(field: str, words: list[str]) -> tantivy.Query:
    if len(words) == 1:
        return tantivy.Query.term_query(_SCHEMA, field, words[0], "position")
    return tantivy.Query.phrase_query(_SCHEMA, field, [*words])


def latest_texts(snapshot: Snapshot, since: datetime = BEGINNING) -> Iterator[tuple[str, str | None, str]]:
    """Key, title and text of the articles that landed after `since`."""
    with duckdb.connect(config={**OFFLINE, "threads": 1}) as database:  # each thread unpacks a row group
        create_landed(database, landed_since(snapshot, since), ["articles"])
        batches: pa.RecordBatchReader = database.execute(_NEWEST, {"since": since}).to_arrow_reader(
            TEXTS_AT_ONCE
        )
        for batch in batches:
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _document(article_id: str, title: str | None, text: str) -> tantivy.Document:
    return tantivy.Document(
        article_id=article_id,
        title=" ".join(indexed_terms(title or "")),
        text=" ".join(indexed_terms(text)),
    )


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("article_id", stored=True, tokenizer_name="raw", index_option="basic")
    for field in ("title", "text"):
        builder.add_text_field(field, stored=False, tokenizer_name="terms", index_option="position")
    return builder.build()


_SCHEMA = _schema()


def open_index(folder: Path) -> tantivy.Index:
    """The index in a folder, an empty one where there is none. Raises tantivy's errors (`index_errors`)."""
    index = tantivy.Index(_SCHEMA, path=str(folder), reuse=True)
    index.register_tokenizer("terms", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


def _indexed_until(folder: Path) -> datetime | None:
    """The watermark of the index, or None where there is no whole one of today's form."""
    return _moment(folder / STATE)


def _moment(state: Path) -> datetime | None:
    try:
        form, _, moment = state.read_text(encoding="utf-8").partition(" ")
    except FileNotFoundError:
        return None
    return datetime.fromisoformat(moment) if form == str(FORM) else None
