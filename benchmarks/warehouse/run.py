"""The warehouse's benchmark: commits, readers, queries. Each part also runs on its own."""

from __future__ import annotations

import sys

from benchmarks.warehouse import commits, compaction, queries, readers


def main() -> int:
    failed = commits.main()
    print()
    failed += readers.main()
    print()
    compaction.main()
    print()
    queries.main(100_000)
    return failed


if __name__ == "__main__":
    sys.exit(main())
