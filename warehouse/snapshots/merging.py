"""Which small files to merge into one, as pure decisions.

Every commit adds a file to most tables, and a snapshot links them all, so their number must not grow
with the number of commits. Files are merged by size class, as log-structured stores do it: when a
partition holds `FANOUT` files of one class they become one of the next. A row is then rewritten once a
class, and a partition holds fewer than FANOUT files of each. (O'Neil et al., The Log-Structured
Merge-Tree, 1996; the size-tiered form of it.) Files past `LARGEST` wait for `copydesk maintain`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from warehouse.snapshots.manifest import DataFile

FANOUT = 12
SMALLEST = 256 * 1024
LARGEST = 4 * 1024 * 1024


def size_class(size: int) -> int:
    """0 up to 256 KiB, then one more for each factor of FANOUT; `size` in bytes."""
    level = 0
    limit = SMALLEST
    while size > limit:
        limit *= FANOUT
        level += 1
    return level


def plan_merges(files: Sequence[DataFile]) -> list[list[DataFile]]:
    """Groups of files that are due to become one file each."""
    groups: dict[tuple[str, str, int], list[DataFile]] = defaultdict(list)
    for file in files:
        if file.bytes <= LARGEST:
            groups[file.table, file.partition, size_class(file.bytes)].append(file)
    return [group for group in groups.values() if len(group) >= FANOUT]
