"""The report that maintenance writes where `[reports]` names a folder: one HTML file a night."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from flows.configuration import Reports
from flows.desk.extra import require_extra
from warehouse.base.data_folder import DataFolder
from warehouse.base.durable import write_text


def write_report(data: DataFolder, reports: Reports, now: datetime) -> Path | None:
    """Writes the report of the days before `now` as `DATE.html`, the date in UTC; None where none is wanted.

    Raises MissingExtra where the packages of the desk are not installed, and OSError.
    """
    if reports.folder is None:
        return None
    require_extra()
    from flows.desk.overview_file import heading_of, report
    from flows.desk.reader import Reader
    from flows.desk.time_window import Window

    reports.folder.mkdir(parents=True, exist_ok=True)
    path = reports.folder / f"{now:%Y-%m-%d}.html"
    write_text(path, report(Reader(data), Window(now, reports.days), heading_of(reports.days)))
    return path
