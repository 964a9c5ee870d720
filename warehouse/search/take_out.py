"""Articles taken out of the search index, so that none of their words is left in its files.

What tantivy deletes it only marks: the words stay in their segment until that is merged with others, which
may be years, and in Python there is no call for that. To rebuild the index instead takes 20 CPU minutes at
three million articles, thirteen times what it takes to merge all segments.

Observed in its LogMergePolicy (tantivy 0.27): segments are gone through from the one with most documents,
deleted ones too; one with as many left as the first of a group, or more, belongs to that group, and a group
of eight is merged. So a segment is written that has more documents than any other and all but one deleted,
and further ones of a document each until there are eight. Known exception: a segment of ten million articles
is merged with nothing. Whether every segment is another than before is looked at, and the index rebuilt if
not: a mistake costs time.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import tantivy

from warehouse.base.data_folder import DataFolder
from warehouse.base.progress import SILENT, Progress
from warehouse.search.index import (
    STATE,
    WRITER_HEAP,
    is_indexed,
    open_index,
    rebuild_index,
    remove_half_rebuilt,
    update_index,
)
from warehouse.search.index_errors import UnreadableIndex, unreadable_index_errors
from warehouse.search.shared_index import share
from warehouse.snapshots.snapshot import Snapshot

logger = logging.getLogger(__name__)

_MERGED = 8
"""Segments of one group that are merged."""
_DELETED, _LEFT = "-", "+"
"""In place of an article's key: documents without words, deleted at once or after the merge."""


@dataclass(frozen=True)
class _Segment:
    """`documents` counts deleted ones too."""

    key: str
    documents: int


def take_out_of_index(
    data: DataFolder, snapshot: Snapshot, articles: Collection[str], progress: Progress = SILENT
) -> None:
    """Bring the index up to date with a snapshot that has none of some articles (their keys), and leave
    nothing of these in its files. An index for which that cannot be done is rebuilt, as `progress` is told.
    """
    try:
        if is_indexed(data) and _is_taken_out(data, snapshot, articles):
            remove_half_rebuilt(data)
            return
    except UnreadableIndex as error:
        logger.warning("search index cannot be updated (%s), rebuilding it", error.problem)
    rebuild_index(data, snapshot, progress)


def _is_taken_out(data: DataFolder, snapshot: Snapshot, articles: Collection[str]) -> bool:
    """Whether no segment is left that there was before, after they were deleted and all was merged."""
    update_index(data, snapshot)
    if not articles:
        return True
    with unreadable_index_errors(data.search):
        before = _segments(data.search)
        if before:
            _delete(data.search, [*articles, _LEFT], before)
            _delete_left(data.search)
            share(data.search, data.search / STATE)
        return not any(_files(data.search, segment) for segment in before)


def _delete(folder: Path, articles: Collection[str], segments: Collection[_Segment]) -> None:
    """Delete documents and have all segments merged."""
    writer = open_index(folder).writer(WRITER_HEAP, 1)
    for article in articles:
        writer.delete_documents_by_term("article_id", article)
    for _ in range(max(segment.documents for segment in segments)):
        writer.add_document(tantivy.Document(article_id=_DELETED))
    writer.delete_documents_by_term("article_id", _DELETED)
    _commit_one(writer)
    for _ in range(_MERGED - len(_segments(folder))):  # those of which all was deleted are gone
        _commit_one(writer)
    writer.wait_merging_threads()


def _commit_one(writer: tantivy.IndexWriter) -> None:
    writer.add_document(tantivy.Document(article_id=_LEFT))
    writer.commit()


def _delete_left(folder: Path) -> None:
    writer = open_index(folder).writer(WRITER_HEAP, 1)
    writer.delete_documents_by_term("article_id", _LEFT)
    writer.commit()
    writer.garbage_collect_files()
    writer.wait_merging_threads()


def _segments(folder: Path) -> list[_Segment]:
    named = json.loads((folder / "meta.json").read_text(encoding="utf-8"))["segments"]
    return [_Segment(one["segment_id"].replace("-", ""), one["max_doc"]) for one in named]


def _files(folder: Path, segment: _Segment) -> list[Path]:
    return list(folder.glob(f"{segment.key}.*"))
