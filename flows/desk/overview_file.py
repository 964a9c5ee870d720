"""A stretch of time as one HTML file that needs nothing else: for mail, or to be kept."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from flows.desk.pages.today import overview
from flows.desk.reader import Reader, Row
from flows.desk.templates import environment
from flows.desk.time_window import Window
from warehouse.base.data_folder import DataFolder
from warehouse.base.durable import write_text


class _PublicLinks:
    """Links of a page that stands alone: articles lead to their publishers, sources nowhere."""

    sources = ""

    def article(self, row: Row) -> str:
        url: str = row["canonical_url"]
        return url

    def source(self, name: str) -> str:
        return ""


def write_report(data: DataFolder, file: Path, days: int, now: datetime) -> None:
    """Write the overview of the `days` before `now` to a file. Raises OSError."""
    heading = "The last day" if days == 1 else f"The last {days} days"
    write_text(file, report(Reader(data), Window(now, days), heading))


def report(reader: Reader, shown: Window, heading: str) -> str:
    """The overview of a window as one self-contained page: style and plots inside, no script."""
    snapshot = reader.snapshot
    return (
        environment()
        .get_template("report.html")
        .render(
            heading=heading,
            since=shown.since,
            until=shown.now,
            snapshot=None if snapshot.is_empty else snapshot.manifest,
            links=_PublicLinks(),
            **overview(reader, shown),
        )
    )
