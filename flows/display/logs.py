"""The log of a verb on standard error, as lines or as JSON, without credentials and control characters.

Lines are for people: warnings and errors. JSON is for collectors: one object a line, what goes well too.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from contextlib import suppress
from datetime import UTC, datetime

from flows.display.plain import plain

OURS = ("flows", "spiders", "warehouse", "dedupe")
_CREDENTIALS = re.compile(r"(\w+://)[^/\s@]*@")
_FORMS = {"lines": logging.WARNING, "json": logging.INFO}

FORMS = tuple(_FORMS)


def configure_logs(form: str) -> None:
    """Send what copydesk logs to standard error in one of FORMS."""
    handler = _StandardError(_FORMS[form])
    handler.setFormatter(_Json() if form == "json" else _Lines())
    for name in OURS:
        logger = logging.getLogger(name)
        logger.setLevel(_FORMS[form])
        logger.handlers = [handler]


def harmless(text: str) -> str:
    """One line without control characters and without the credentials of URLs."""
    return _CREDENTIALS.sub(r"\1", plain(text))


class _StandardError(logging.Handler):
    """Writes to what standard error is at the time; one that is closed ends nothing."""

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(OSError, ValueError):
            print(self.format(record), file=sys.stderr)


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return harmless(f"{record.levelname.lower()}: {_said(record)}")


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(
            {
                "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
                "level": record.levelname.lower(),
                "logger": record.name,
                "message": harmless(_said(record)),
            }
        )


def _said(record: logging.LogRecord) -> str:
    error = record.exc_info[1] if record.exc_info else None
    return f"{record.getMessage()}: {type(error).__name__}: {error}" if error else record.getMessage()
