"""A draft or a landed article, with its cuts, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from typing import Any

from dedupe.blocks import Cutting, Passage, positions
from flows.cleaning.correction_notes import notes_of
from flows.cleaning.learned_blocks import LandedArticle
from flows.draft import Draft, passages_of
from flows.runs.context import RunContext
from warehouse.tables import Article, Block, RemovedBlock, line_kinds_of, text_of
from warehouse.tables.hashes import content_hash
from warehouse.values import ArticleFlag


def article_row(run: RunContext, draft: Draft, cutting: Cutting) -> Article:
    """The article of a draft; `revision` and `extraction` are placeholders that a later stage decides."""
    uncut = passages_of(draft.extraction)
    kept = _kept(uncut, cutting)
    notes = notes_of([passage.text for passage in kept], draft.note_kinds)
    known = draft.columns()
    flags = (
        *known.pop("flags"),
        *((ArticleFlag.KEPT_WHOLE,) if cutting.kept_whole else ()),
        *dict.fromkeys(note.kind for note in notes),
    )
    return Article(
        **known,
        **_text_columns(kept),
        **_cut_columns(uncut, cutting),
        revision=1,
        extraction=1,
        flags=flags,
        landed_at=run.started_at,
        run_id=run.run_id,
        extractor=extractor_name(),
        correction_note="\n".join(note.text for note in notes) or None,
    )


def recleaned_row(run: RunContext, landed: LandedArticle, cutting: Cutting) -> Article:
    """A re-cleaned landed article: the same revision, one extraction more."""
    article, uncut = landed.article, landed.uncut()
    flags = tuple(flag for flag in article.flags if flag != ArticleFlag.KEPT_WHOLE)
    return replace(
        article,
        extraction=article.extraction + 1,
        **_text_columns(_kept(uncut, cutting)),
        **_cut_columns(uncut, cutting),
        flags=(*flags, ArticleFlag.KEPT_WHOLE) if cutting.kept_whole else flags,
        landed_at=run.started_at,
        run_id=run.run_id,
    )


def removed_rows(
    run: RunContext, article: Article, uncut: Sequence[Passage], cutting: Cutting
) -> list[RemovedBlock]:
    """What was cut from an article, whose blocks were `uncut`."""
    return [
        RemovedBlock(
            article_id=article.article_id,
            revision=article.revision,
            extraction=article.extraction,
            page_id=article.page_id,
            source=article.source,
            position=cut.position,
            place=cut.place,
            kind=cut.kind,
            reason=cut.reason,
            stories=cut.stories,
            fingerprint=cut.fingerprint,
            block_kind=uncut[cut.position].kind,
            text=uncut[cut.position].text,
            landed_at=run.started_at,
            run_id=run.run_id,
        )
        for cut in cutting.cuts
    ]


@cache
def extractor_name() -> str:
    return f"copydesk {version('copydesk')} / trafilatura {version('trafilatura')}"


def _kept(uncut: Sequence[Passage], cutting: Cutting) -> list[Passage]:
    gone = positions(cutting.cuts)
    return [passage for index, passage in enumerate(uncut) if index not in gone]


def _text_columns(kept: Sequence[Passage]) -> dict[str, Any]:
    blocks = tuple(Block(passage.kind, passage.text) for passage in kept)
    text = text_of(blocks)
    return {
        "text": text,
        "line_kinds": line_kinds_of(blocks),
        "word_count": sum(passage.word_count for passage in kept),
        "content_hash": content_hash(text),
    }


def _cut_columns(uncut: Sequence[Passage], cutting: Cutting) -> dict[str, Any]:
    return {
        "removed_blocks": len(cutting.cuts),
        "removed_chars": sum(len(uncut[cut.position].text) for cut in cutting.cuts),
    }
