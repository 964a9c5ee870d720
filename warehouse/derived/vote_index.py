"""The votes of blocks by site and fingerprint, looked up where they lie.

Observed: an article has ten blocks and nearly all are seen once, so that a million articles have nine million
rows of votes, of which a batch needs some thousand: 2 CPU seconds in every run, and more each year. A
promo, on the other hand, has a row for each run in which it stood.

The rule: beside each data file of `blocks`, which never changes, stands one of three rows of 64-bit numbers:
the keys (hash of the site and fingerprint in one) in order, when each was last seen with its stories, and a
story that carried it. It is mapped into memory and searched, so a look-up costs what it finds. Of one block
SEPARATE rows are kept as they are and all others added up, with the time of the latest: a vote in that sum
may count as seen up to a month later than it was, for files hold a month at most.

These files are derived data and may be removed at any time: what is missing is made.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.base.data_folder import DataFolder
from warehouse.base.durable import part_of, remove, replace, sync_file
from warehouse.query.landed_select import select_rows
from warehouse.query.scan import OFFLINE
from warehouse.snapshots.manifest import DataFile
from warehouse.snapshots.snapshot import Snapshot

SEPARATE = 10
"""Rows of one block in one file that are kept: as many as a block has votes before it is cut, so that all
stories that carried it until then are found by it."""

_TABLE = "blocks"
_PREFIX, _SUFFIX = "votes-", ".npy"
_STORIES = np.uint64(0xFFFFFFFF)
_COLUMNS = "site, fingerprint, article_id, stories, epoch(last_seen_at)::UBIGINT AS seconds"

Numbers = npt.NDArray[np.uint64]

VOTES = pa.schema(
    [
        *(("site", pa.string()), ("fingerprint", pa.uint64()), ("article_id", pa.string())),
        *(("stories", pa.int64()), ("last_seen_at", pa.timestamp("s", tz="UTC"))),
    ]
)


@dataclass(frozen=True)
class VoteIndex:
    """The votes that one snapshot holds."""

    data: DataFolder
    snapshot: Snapshot

    def votes(self, wanted: Sequence[tuple[str, int]]) -> pa.Table:
        """The votes (VOTES) for blocks of sites, given by site and fingerprint; each pair once."""
        sites, marks = [site for site, _ in wanted], np.array([mark for _, mark in wanted], np.uint64)
        keys = marks ^ _hashes(sites)
        order = np.argsort(keys, kind="stable")
        found = [_looked_up(self._file(file), keys[order]) for file in self.snapshot.manifest.of(_TABLE)]
        none = np.zeros(0, np.intp), np.zeros(0, np.uint64), np.zeros(0, np.uint64)
        place, seen, carriers = (np.concatenate(parts) for parts in zip(none, *found, strict=True))
        which = order[place]
        columns = [
            pa.array(sites, pa.string()).take(pa.array(which)),
            marks[which],
            pa.array([f"{number:016x}" for number in carriers.tolist()], pa.string()),
            (seen & _STORIES).astype(np.int64),
            pa.array((seen >> np.uint64(32)).astype(np.int64)).cast(pa.timestamp("s", tz="UTC")),
        ]
        return pa.table(columns, schema=VOTES)

    def refresh(self) -> None:
        """Make what is missing, and remove what speaks for files that are gone."""
        files = self.snapshot.manifest.of(_TABLE)
        for file in files:
            self._file(file)
        named = {self._path(file) for file in files}
        remove(path for path in self.data.keys.glob(f"{_PREFIX}*{_SUFFIX}") if path not in named)

    def _file(self, file: DataFile) -> Numbers:
        path = self._path(file)
        try:
            return _mapped(path)
        except (OSError, ValueError):
            made = _votes_of(self.snapshot, file)
            _write(path, made)
            return made

    def _path(self, file: DataFile) -> Path:
        return self.data.keys / f"{_PREFIX}{Path(file.name).stem}{_SUFFIX}"


def _mapped(path: Path) -> Numbers:
    found: Numbers = np.load(path, mmap_mode="r")
    if found.ndim != 2 or found.shape[0] != 3 or found.dtype != np.uint64:
        raise ValueError(path)
    return found


def _write(path: Path, votes: Numbers) -> None:
    path.parent.mkdir(exist_ok=True)
    part = part_of(path)
    with part.open("wb") as file:
        np.save(file, votes)
    sync_file(part)
    replace(part, path)


def _looked_up(votes: Numbers, keys: Numbers) -> tuple[npt.NDArray[np.intp], Numbers, Numbers]:
    """Of each row that has one of `keys`, which are sorted: the key's place, and the two other numbers."""
    known, seen, carriers = votes
    if not len(known):
        return np.zeros(0, np.intp), np.zeros(0, np.uint64), np.zeros(0, np.uint64)
    begin = np.searchsorted(known, keys)
    met = np.flatnonzero(known[np.minimum(begin, len(known) - 1)] == keys)
    rows = begin[met, None] + np.arange(SEPARATE + 1)
    inside = np.minimum(rows, len(known) - 1)
    same = (rows < len(known)) & (known[inside] == keys[met, None])
    found = rows[same]
    return np.repeat(met, same.sum(axis=1)), seen[found], carriers[found]


def _votes_of(snapshot: Snapshot, file: DataFile) -> Numbers:
    path = snapshot.path / _TABLE / file.partition / file.name
    rows = select_rows(_TABLE, [path], [file], snapshot.manifest.schema_version)
    with duckdb.connect(config=OFFLINE) as database:
        found = database.execute(f"SELECT {_COLUMNS} FROM ({rows})").to_arrow_table()
    sites = found.column("site").combine_chunks().dictionary_encode()
    keys = found.column("fingerprint").to_numpy() ^ _hashes(sites.dictionary.to_pylist())[sites.indices]
    seconds, stories = (found.column(name).to_numpy().astype(np.uint64) for name in ("seconds", "stories"))
    return _summed(keys, seconds, stories, _numbers(found.column("article_id")))


def _summed(keys: Numbers, seconds: Numbers, stories: Numbers, carriers: Numbers) -> Numbers:
    """The rows in order, of each key the latest SEPARATE and one that adds up those before them."""
    order = np.lexsort((~seconds, keys))
    keys, seconds, stories, carriers = keys[order], seconds[order], stories[order], carriers[order]
    first = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else order
    rank = np.arange(len(keys)) - np.repeat(first, np.diff(np.append(first, len(keys))))
    kept = np.flatnonzero(rank <= SEPARATE)
    sums = np.add.reduceat(stories, kept) if len(kept) else stories
    return np.stack([keys[kept], seconds[kept] << np.uint64(32) | np.minimum(sums, _STORIES), carriers[kept]])


def _hashes(sites: Collection[str]) -> Numbers:
    made = {site: _hash(site) for site in set(sites)}
    return np.array([made[site] for site in sites], np.uint64)


def _hash(site: str) -> int:
    return int.from_bytes(blake2b(site.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _numbers(article_ids: pa.ChunkedArray) -> Numbers:
    """Keys of 16 hex digits as numbers."""
    digits = "".join(pc.utf8_lpad(article_ids, 16, "0").to_pylist())
    return np.frombuffer(bytes.fromhex(digits), ">u8").astype(np.uint64)
