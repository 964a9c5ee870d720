"""A draft or a landed article, with its cuts, as rows."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from typing import Any

from dedupe.blocks import Cutting, Passage, positions, words
from flows.cleaning.correction_notes import notes_of
from flows.cleaning.learned_blocks import LandedArticle
from flows.draft import Draft, passages_of
from flows.runs.context import RunContext
from spiders.identity.urls import domain_of
from warehouse.tables import Article, Block, RemovedBlock, line_kinds_of, text_of

KEPT_WHOLE = "kept_whole"


def article_row(run: RunContext, draft: Draft, cutting: Cutting) -> Article:
    """The article of a draft; `revision` and `extraction` are placeholders that a later stage decides."""
    page = draft.extraction
    blocks = _kept(passages_of(page), cutting)
    notes = notes_of([block.text for block in blocks])
    published = page.published
    return Article(
        article_id=draft.identity.article_id,
        revision=1,
        extraction=1,
        url=draft.url,
        canonical_url=draft.identity.canonical_url,
        identity_reason=draft.identity.reason,
        amp_url=page.amp_link,
        source=draft.source,
        domain=domain_of(draft.identity.canonical_url),
        title=page.title,
        title_origin=page.title_origin,
        **_text_columns(blocks),
        description=page.description,
        authors=page.authors,
        authors_origin=page.authors_origin,
        section=page.section,
        tags=page.tags,
        language=page.language,
        language_region=page.language_region,
        image_url=page.image_url,
        published_at=published.at if published else None,
        published_raw=published.raw if published else None,
        published_precision=published.precision if published else None,
        published_origin=published.origin if published else None,
        published_day=page.published_day,
        modified_at=page.modified.at if page.modified else None,
        discovered_at=draft.discovered_at,
        fetched_at=draft.fetched_at,
        landed_at=run.started_at,
        is_free=page.is_free,
        wall=page.wall,
        robots_allowed=draft.robots_allowed,
        tdm_reserved=draft.tdm_reserved,
        ai_train_allowed=draft.ai_train_allowed,
        license=page.license,
        removed_blocks=len(cutting.cuts),
        removed_chars=sum(len(page.blocks[cut.position].text) for cut in cutting.cuts),
        flags=(
            *page.flags,
            *((KEPT_WHOLE,) if cutting.kept_whole else ()),
            *dict.fromkeys(note.kind for note in notes),
        ),
        page_id=draft.page_id,
        discovery=draft.discovery,
        discovery_url=draft.discovery_url,
        run_id=run.run_id,
        extractor=extractor_name(),
        former_urls=draft.identity.former_urls or None,
        correction_note="\n".join(note.text for note in notes) or None,
    )


def recleaned_row(run: RunContext, landed: LandedArticle, cutting: Cutting) -> Article:
    """A landed article cut anew: the same revision, one extraction more."""
    article, uncut = landed.article, landed.uncut()
    flags = tuple(flag for flag in article.flags if flag != KEPT_WHOLE)
    return replace(
        article,
        extraction=article.extraction + 1,
        **_text_columns(_kept(uncut, cutting)),
        removed_blocks=len(cutting.cuts),
        removed_chars=sum(len(uncut[cut.position].text) for cut in cutting.cuts),
        flags=(*flags, KEPT_WHOLE) if cutting.kept_whole else flags,
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


def content_hash(text: str) -> str:
    """First 32 hex digits of the SHA-256 of a text, its runs of white space made one space."""
    normalised = " ".join(text.split()).encode("utf-8", "surrogatepass")
    return hashlib.sha256(normalised).hexdigest()[:32]


@cache
def extractor_name() -> str:
    return f"copydesk {version('copydesk')} / trafilatura {version('trafilatura')}"


def _kept(uncut: Sequence[Passage], cutting: Cutting) -> tuple[Block, ...]:
    gone = positions(cutting.cuts)
    return tuple(Block(kept.kind, kept.text) for index, kept in enumerate(uncut) if index not in gone)


def _text_columns(blocks: tuple[Block, ...]) -> dict[str, Any]:
    text = text_of(blocks)
    return {
        "text": text,
        "line_kinds": line_kinds_of(blocks),
        "word_count": len(words(text)),
        "content_hash": content_hash(text),
    }
