"""Score extractors on archived pages with their true texts."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dedupe.blocks import PageBlocks, SiteModel, cut, observe, positions
from flows.draft import passages_of
from flows.evaluation.extraction_score import ExtractionScore, PageScore, average, score_page
from spiders.extraction.body.trafilatura_as_is import plain_text
from spiders.extraction.model import Extraction
from spiders.identity.urls import site_of
from spiders.workers.pool import extract_pages
from warehouse.base.errors import CopydeskError
from warehouse.tables import Page

OURS = "copydesk"
UNCUT = "copydesk, nothing cut"
"""The blocks as extracted, those included that the page sets apart from its text."""
PLAIN = ("default", "precision", "fast")
"""Settings of plain trafilatura that can be scored beside ours."""


class UnusableGold(CopydeskError):
    """A gold file that cannot be read."""

    def __init__(self, path: str, line: int, reason: str):
        super().__init__(path, line, reason)
        self.path, self.line, self.reason = path, line, reason

    def __str__(self) -> str:
        return (
            f"{self.path}, line {self.line}: {self.reason}; give JSON lines with url and text (or keep, drop)"
        )


@dataclass(frozen=True)
class Gold:
    """What is true of one page. `drop` are blocks that must not be there, `keep` blocks that must."""

    url: str
    text: str
    optional: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    title: str | None = None
    published: str | None = None
    authors: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Evaluation:
    """Scores by extractor, page by page, and the shares of metadata that are right, by field.

    `gold_cut` is the share of the true texts' characters that were extracted and then cut.
    """

    pages: Mapping[str, Sequence[PageScore]]
    metadata: Mapping[str, float]
    gold_cut: float
    promos_left: int
    blocks_missing: int

    def scores(self) -> dict[str, ExtractionScore]:
        return {name: average(scores) for name, scores in self.pages.items()}

    def figures(self) -> dict[str, float]:
        """The figures that are recorded as floors."""
        return {"f1": self.scores()[OURS].f1, "gold kept": 1 - self.gold_cut, **self.metadata}


def read_gold(path: Path) -> dict[str, Gold]:
    """The gold file's pages by URL. Raises UnusableGold."""
    gold: dict[str, Gold] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            entry = _gold(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            raise UnusableGold(str(path), number, repr(error)) from error
        gold[entry.url] = entry
    return gold


def evaluate(
    pages: Iterable[Page], gold: Mapping[str, Gold], settings: Sequence[str], workers: int
) -> Evaluation:
    """Score our extraction, with and without the block model, and plain trafilatura's `settings`."""
    known = [page for page in pages if page.url in gold]
    extracted = {
        page.url: result
        for page, result in extract_pages(known, {}, workers)
        if isinstance(result, Extraction)
    }
    cleaned = dict(_cleaned(known, extracted))
    texts = {UNCUT: {url: _text(_blocks(found)) for url, found in extracted.items()}}
    texts[OURS] = {url: _text(blocks) for url, blocks in cleaned.items()}
    for setting in settings:
        texts[f"trafilatura {setting}"] = {page.url: plain_text(page.body, setting) for page in known}
    return Evaluation(
        pages={name: _score(found, gold) for name, found in texts.items()},
        metadata=_metadata(extracted, gold),
        gold_cut=_gold_cut(extracted, cleaned, gold),
        promos_left=sum(len(set(gold[url].drop) & set(blocks)) for url, blocks in cleaned.items()),
        blocks_missing=sum(len(set(gold[url].keep) - set(blocks)) for url, blocks in cleaned.items()),
    )


def _gold(entry: Mapping[str, Any]) -> Gold:
    keep = tuple(entry.get("keep", ()))
    authors = entry.get("authors")
    return Gold(
        url=entry["url"],
        text=entry["text"] if "text" in entry else "\n".join(keep),
        optional=tuple(entry.get("optional", ())),
        keep=keep,
        drop=tuple(entry.get("drop", ())),
        title=entry.get("title"),
        published=entry.get("published"),
        authors=None if authors is None else tuple(authors),
    )


def _cleaned(
    pages: Sequence[Page], extracted: Mapping[str, Extraction]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each page's blocks after the block model has learned from all pages of its site."""
    of_site: dict[str, list[PageBlocks]] = defaultdict(list)
    for page in pages:
        if page.url in extracted:
            document = PageBlocks(page.url, passages_of(extracted[page.url]), page.fetched_at)
            of_site[site_of(page.url)].append(document)
    for documents in of_site.values():
        model = observe(documents, SiteModel()).model
        for document in documents:
            gone = positions(cut(document.passages, model, extracted[document.key].authors).cuts)
            kept = (block.text for index, block in enumerate(document.passages) if index not in gone)
            yield document.key, tuple(kept)


def _score(texts: Mapping[str, str], gold: Mapping[str, Gold]) -> list[PageScore]:
    return [score_page(url, texts.get(url, ""), entry.text, entry.optional) for url, entry in gold.items()]


def _gold_cut(
    extracted: Mapping[str, Extraction], cleaned: Mapping[str, Sequence[str]], gold: Mapping[str, Gold]
) -> float:
    """Share of the true texts' characters in blocks that were cut and that the text has nowhere else."""
    lost = 0
    for url, blocks in cleaned.items():
        true, left = _plain(gold[url].text), _plain(_text(blocks))
        lost += sum(
            len(text)
            for block in _blocks(extracted[url])
            if (text := _plain(block)) in true and text not in left
        )
    return lost / max(1, sum(len(_plain(entry.text)) for entry in gold.values()))


def _metadata(extracted: Mapping[str, Extraction], gold: Mapping[str, Gold]) -> dict[str, float]:
    """Shares of pages whose field equals the gold's, of those for which the gold states it."""
    right: dict[str, list[bool]] = defaultdict(list)
    for url, entry in gold.items():
        found = extracted.get(url)
        if entry.published:
            at = found.published_at.date().isoformat() if found and found.published_at else None
            right["published day"].append(at == entry.published)
        if entry.authors is not None:
            right["authors"].append(set(found.authors if found else ()) == set(entry.authors))
        if entry.title:
            right["title"].append(_plain(found.title if found else None) == _plain(entry.title))
    return {field: sum(hits) / len(hits) for field, hits in right.items()}


def _blocks(found: Extraction) -> tuple[str, ...]:
    return tuple(block.text for block in found.blocks)


def _text(blocks: Iterable[str]) -> str:
    return "\n".join(blocks)


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())
