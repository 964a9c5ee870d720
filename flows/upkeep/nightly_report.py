"""The report that maintenance writes where `[reports]` names a folder: one HTML file a night."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from flows.configuration import Reports
from flows.desk.extra import require_extra
from warehouse.base.data_folder import DataFolder


def write_report(data: DataFolder, reports: Reports, now: datetime) -> Path | None:
    """Writes the report of the days before `now` as `DATE.html`, the date in UTC; None where none is wanted.

    Raises MissingExtra where the packages of the desk are not installed, and OSError.
    """
    if reports.folder is None:
        return None
    require_extra()
    from flows.desk import overview_file

    reports.folder.mkdir(parents=True, exist_ok=True)
    path = reports.folder / f"{now:%Y-%m-%d}.html"
    overview_file.write_report(data, path, reports.days, now)
    return path
