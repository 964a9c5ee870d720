"""The landed articles that another URL names: one at which they were before they moved, or their AMP form.

Looked up in numbers beside the data files (`warehouse.snapshots.numbers_beside`): a hash of what names an
article and the article's own number. Few articles have any, and a hash of 64 bits that two URLs share adds an
article that is looked at and is not the one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.base.data_folder import DataFolder
from warehouse.snapshots.manifest import DataFile
from warehouse.snapshots.numbers_beside import Numbers, NumbersBeside, hex_numbers, in_order, rows_with
from warehouse.snapshots.parquet import read_rows
from warehouse.snapshots.snapshot import Snapshot

_MOVED, _AMP = "moved", "amp"


@dataclass(frozen=True)
class OtherUrls:
    """What names the articles of one snapshot beside their own keys."""

    data: DataFolder
    snapshot: Snapshot

    def moved(self, urls: Collection[str]) -> set[str]:
        """The articles that moved from or to one of these URLs."""
        return {article_id for _, article_id in self._named(_MOVED, urls)}

    def with_amp_url(self, urls: Collection[str]) -> dict[str, str]:
        """By AMP URL the article that states it; the one with the greatest key where several do."""
        return dict(sorted(self._named(_AMP, urls)))

    def refresh(self) -> None:
        """Bring the files of numbers up to date."""
        self._numbers.refresh(self.snapshot.manifest.of("articles"))

    def _named(self, way: str, urls: Collection[str]) -> Iterator[tuple[str, str]]:
        ordered = sorted(set(urls), key=lambda url: _hash(way, url))
        keys = np.array([_hash(way, url) for url in ordered], np.uint64)
        for file in self.snapshot.manifest.of("articles"):
            known, articles = self._numbers.of(file)
            places, rows = rows_with(known, keys)
            yield from zip(
                (ordered[place] for place in places.tolist()),
                (f"{number:016x}" for number in articles[rows].tolist()),
                strict=True,
            )

    @property
    def _numbers(self) -> NumbersBeside:
        return NumbersBeside(self.data, "urls", 2, self._made)

    def _made(self, file: DataFile) -> Numbers:
        """Of the rows that state any; columns that a file of an older version lacks state none."""
        path = self.data.files / file.name
        named = [(key, name) for key, names in _names(path, file.columns) for name in names]
        hashes = np.array([_hash(*name) for _, name in named], np.uint64)
        return in_order(hashes, hex_numbers(pa.array([key for key, _ in named], pa.string())))


def _names(path: Path, columns: Collection[str]) -> Iterator[tuple[str, set[tuple[str, str]]]]:
    """Each article of a file that states other URLs, with these."""
    states = [name for name in ("amp_url", "former_urls") if name in columns]
    rows = read_rows(path, ["article_id", "canonical_url", *states])
    stated = [pc.is_valid(rows[name]).combine_chunks() for name in states]
    for row in rows.filter(reduce(pc.or_, stated, pa.array([False] * rows.num_rows))).to_pylist():
        yield row["article_id"], set(_of_row(row))


def _of_row(row: dict[str, Any]) -> Iterable[tuple[str, str]]:
    if row.get("amp_url"):
        yield _AMP, row["amp_url"]
    if (former := row.get("former_urls")) is not None:
        yield from ((_MOVED, url) for url in (*former, row["canonical_url"]))


def _hash(way: str, url: str) -> int:
    text = f"{way} {url}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big")
