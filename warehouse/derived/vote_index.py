"""The votes of blocks by site and fingerprint, looked up where they lie.

Observed: an article has ten blocks and nearly all are seen once, so that a million articles have nine million
rows of votes, of which a batch needs some thousand: 2 CPU seconds in every run, and more each year. A
promo, on the other hand, has a row for each run in which it stood.

The rule: beside each data file of `blocks` stand three columns of numbers
(`warehouse.snapshots.numbers_beside`): the keys (hash of the site and fingerprint in one), when each was last
seen with its stories, and a story that carried it. Of one block SEPARATE rows are kept as they are and all
others added up, with the time of the latest: a vote in that sum may count as seen up to a month later than it
was, for files hold a month at most.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from warehouse.base.data_folder import DataFolder
from warehouse.snapshots.manifest import DataFile
from warehouse.snapshots.numbers_beside import Numbers, NumbersBeside, Places, hex_numbers, rows_with
from warehouse.snapshots.parquet import open_parquet
from warehouse.snapshots.snapshot import Snapshot

SEPARATE = 10
"""Rows of one block in one file that are kept: as many as a block has votes before it is cut, so that all
stories that carried it until then are found by it."""

ROWS_AT_ONCE = 65_536
"""Rows whose texts are in memory: a month of 3,000 articles a day has 1.2 million, with them 300 MiB."""

_TABLE = "blocks"
_STORIES = np.uint64(0xFFFFFFFF)
_COLUMNS = ("site", "fingerprint", "article_id", "stories", "last_seen_at")

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
        which, seen, carriers = self._rows(sites, marks)
        columns = [
            pa.array(sites, pa.string()).take(pa.array(which)),
            marks[which],
            pa.array([f"{number:016x}" for number in carriers.tolist()], pa.string()),
            _stories_in(seen),
            pa.array((seen >> np.uint64(32)).astype(np.int64)).cast(pa.timestamp("s", tz="UTC")),
        ]
        return pa.table(columns, schema=VOTES)

    def stories(self, wanted: Sequence[tuple[str, int]], seconds: int | None) -> dict[tuple[str, int], int]:
        """Stories that carried blocks of sites, given by site and fingerprint, seen within `seconds` of the
        site's latest story (None: ever); `wanted` must name the stories themselves, 0, of each site.

        Summed here: a site has ten rows of stories for each month that landed.
        """
        sites, marks = [site for site, _ in wanted], np.array([mark for _, mark in wanted], np.uint64)
        place, seen, _ = self._rows(sites, marks)
        numbers = {site: number for number, site in enumerate(dict.fromkeys(sites))}
        site_of = np.array([numbers[site] for site in sites], np.intp)[place]
        at, is_story = (seen >> np.uint64(32)).astype(np.int64), marks[place] == 0
        latest = np.full(len(numbers), -1)
        np.maximum.at(latest, site_of[is_story], at[is_story])
        is_counted = latest[site_of] >= 0
        if seconds is not None:
            is_counted &= at >= latest[site_of] - seconds
        counted = place[is_counted]
        sums = np.zeros(len(wanted), np.int64)
        np.add.at(sums, counted, _stories_in(seen[is_counted]))
        return {wanted[number]: int(sums[number]) for number in np.unique(counted).tolist()}

    def refresh(self) -> None:
        """Make what is missing, and remove what speaks for files that are gone."""
        self._numbers.refresh(self.snapshot.manifest.of(_TABLE))

    def _rows(self, sites: Sequence[str], marks: Numbers) -> tuple[Places, Numbers, Numbers]:
        """Of each row of one of some blocks: the block's place, and the two other numbers."""
        keys = marks ^ _hashes(sites)
        order = np.argsort(keys, kind="stable")
        found = [
            _looked_up(self._numbers.of(file), keys[order]) for file in self.snapshot.manifest.of(_TABLE)
        ]
        none = np.zeros(0, np.intp), np.zeros(0, np.uint64), np.zeros(0, np.uint64)
        place, seen, carriers = (np.concatenate(parts) for parts in zip(none, *found, strict=True))
        return order[place], seen, carriers

    @property
    def _numbers(self) -> NumbersBeside:
        return NumbersBeside(self.data, "votes", 3, partial(_votes_of, self.data))


def _stories_in(seen: Numbers) -> npt.NDArray[np.int64]:
    """The stories of some rows, below 0 where votes were taken back."""
    return (seen & _STORIES).astype(np.uint32).view(np.int32).astype(np.int64)


def _looked_up(votes: Numbers, keys: Numbers) -> tuple[Places, Numbers, Numbers]:
    """Of each row that has one of `keys`, which are sorted: the key's place, and the two other numbers."""
    known, seen, carriers = votes
    places, rows = rows_with(known, keys)
    return places, seen[rows], carriers[rows]


def _votes_of(data: DataFolder, file: DataFile) -> Numbers:
    with open_parquet(data.files / file.name) as opened:
        numbers, begin = np.empty((4, opened.metadata.num_rows), np.uint64), 0
        for rows in opened.iter_batches(ROWS_AT_ONCE, columns=list(_COLUMNS)):
            numbers[:, begin : begin + len(rows)] = _numbers_of(rows)
            begin += len(rows)
    return _summed(numbers)


def _numbers_of(rows: pa.RecordBatch) -> list[Numbers]:
    """Keys, seconds, stories and carriers."""
    sites = rows["site"].dictionary_encode()
    keys = rows["fingerprint"].to_numpy() ^ _hashes(sites.dictionary.to_pylist())[sites.indices]
    seconds = rows["last_seen_at"].cast(pa.timestamp("s", tz="UTC"), safe=False).cast(pa.int64())
    times, stories = (column.to_numpy().astype(np.int64) for column in (seconds, rows["stories"]))
    return [keys, times.astype(np.uint64), stories.view(np.uint64), hex_numbers(rows["article_id"])]


def _summed(numbers: Numbers) -> Numbers:
    """The rows in order, of each key the latest SEPARATE and one that adds up those before them."""
    order = np.lexsort((~numbers[1], numbers[0]))
    for column in numbers:
        column[:] = column[order]
    keys, seconds, stories, carriers = numbers
    first = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else order
    rank = np.arange(len(keys)) - np.repeat(first, np.diff(np.append(first, len(keys))))
    kept = np.flatnonzero(rank <= SEPARATE)
    sums = np.add.reduceat(stories, kept) if len(kept) else stories  # below 0 they wrap round
    return np.stack([keys[kept], seconds[kept] << np.uint64(32) | sums & _STORIES, carriers[kept]])


def _hashes(sites: Collection[str]) -> Numbers:
    made = {site: _hash(site) for site in set(sites)}
    return np.array([made[site] for site in sites], np.uint64)


def _hash(site: str) -> int:
    return int.from_bytes(blake2b(site.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
