"""What an export is to hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from warehouse.query.statements import require_reading_functions

RIGHTS = "ai_train_allowed IS NOT FALSE AND tdm_reserved IS NOT TRUE AND robots_allowed AND is_free"
"""What the rights columns allow. Nothing stated is not a refusal."""


@dataclass(frozen=True)
class ExportFilter:
    """What to export. `where` is an SQL condition on the view `articles`; `since` a watermark;
    `spreadsheet` makes CSV in which no text is a formula."""

    form: str
    where: str | None = None
    since: datetime | None = None
    respect_rights: bool = False
    spreadsheet: bool = False

    def condition(self) -> str:
        """What an article must be, whenever it changed, as SQL.

        Raises duckdb.Error where `where` is not one expression: one that closes the bracket around it, or
        opens a comment, would put the rights out of force. Raises NotAQuery where it may do more than read.
        """
        if self.where:
            require_reading_functions(self.where)
            duckdb.SQLExpression(self.where)
        conditions = [f"({self.where}\n)"] if self.where else []
        conditions += [f"({RIGHTS})"] if self.respect_rights else []
        return " AND ".join(conditions) or "true"
