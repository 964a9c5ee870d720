"""How the desk's pages are rendered: Jinja2 with everything escaped, and a few filters."""

from __future__ import annotations

import json
from datetime import datetime
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import jinja2

from flows.display.counted import counted
from flows.display.plain import plain

_HERE = "flows.desk"


def environment() -> jinja2.Environment:
    """The templates of this package. An undefined name is an error, not an empty string."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader(_HERE, "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        moment=_moment,
        number=_number,
        plain=_plain,
        web=_web,
        toml=_toml,
        minutes=_minutes,
        later=_later,
        counted=counted,
    )
    made.globals["stylesheet"] = stylesheet
    return made


def stylesheet() -> str:
    """The text of the one style sheet."""
    return (files(_HERE) / "static" / "desk.css").read_text(encoding="utf-8")


def _moment(value: datetime | None) -> str:
    return f"{value:%Y-%m-%d %H:%M}" if value else "–"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}"


def _minutes(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.0f} min" if value < 120 else f"{value / 60:.1f} h"


def _later(value: datetime, than: datetime) -> str:
    minutes = (value - than).total_seconds() / 60
    if round(minutes) == 0:
        return "at the same time"
    return f"{_minutes(abs(minutes))} {'later' if minutes > 0 else 'earlier'}"


def _plain(value: Any) -> str:
    """Fetched text in one line, without what could reorder or hide what stands around it."""
    return plain(str(value))


def _web(value: str) -> str:
    """A URL that may be linked to: of this desk or with HTTP's schemes; `#` for any other."""
    return value if value.startswith("/") or urlsplit(value).scheme in ("http", "https") else "#"


def _toml(value: str) -> str:
    """A text as a TOML string: JSON's escapes are valid there."""
    return json.dumps(value, ensure_ascii=False)
