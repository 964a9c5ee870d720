"""How each table is stored: partition, order of rows, size of row groups; of a column its record says that.

`pages` are partitioned by the day they landed, by which they are let go. All else is partitioned by month:
every file costs every query its footer, and a snapshot should stay under about a thousand links, however
many years it holds. Rows are sorted by what they are looked up by, articles by the day they landed and then
by their key, so that the statistics of row groups let readers skip most of a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class TableLayout:
    """`unit` is `date` or `month`; `order` names columns; `row_group` counts rows.

    `window` names the time column of a table that is only needed for the matching window. `page` counts the
    rows of a page: where it is those of a row group, keys can be read in place.
    """

    unit: str
    order: tuple[str, ...]
    row_group: int = 65_536
    window: str | None = None
    page: int = 20_000

    def partition(self, now: datetime) -> str:
        """Name of the hive directory for rows that land at `now` (UTC)."""
        form = "%Y-%m-%d" if self.unit == "date" else "%Y-%m"
        return f"landed_{self.unit}={now.strftime(form)}"

    def home(self, partition: str) -> str:
        """Where rows of a `partition` belong today: tables by day have become tables by month."""
        day = partition.partition("=")[2]
        return f"landed_month={day[:7]}" if self.unit == "month" else partition

    def rows_a_group(self, rows: int) -> int:
        """Rows of each row group of a file of so many: groups of one size keep every reader's thread busy."""
        return -(-rows // -(-rows // self.row_group)) if rows else self.row_group


LAYOUTS: dict[str, TableLayout] = {
    "pages": TableLayout("date", (), row_group=32),
    "fetches": TableLayout("month", ("source", "url", "discovered_at")),
    "articles": TableLayout(
        "month", ("landed_date", "article_id", "revision", "extraction"), row_group=8_192
    ),
    "removed_blocks": TableLayout("month", ("article_id", "revision", "extraction", "position")),
    "blocks": TableLayout("month", ("site", "fingerprint")),
    "signatures": TableLayout("month", ("article_id", "revision"), row_group=16_384, window="signed_at"),
    "bands": TableLayout("month", ("band", "hash"), row_group=262_144, window="signed_at", page=262_144),
    "pairs": TableLayout("month", ("article_id", "revision", "other_id")),
    "duplicates": TableLayout("month", ("article_id", "revision")),
    "rejections": TableLayout("month", ("source", "url")),
    "runs": TableLayout("month", ("started_at",)),
    "erasures": TableLayout("month", ("erased_at",)),
}
"""Layout of every landed table. `pages` keeps the order of arrival."""
