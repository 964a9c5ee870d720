"""Rights that a publisher states for machines: TDM reservations, and words against training.

Sources: TDM Reservation Protocol (W3C community group report, 2024) for the header, the meta element and
`/.well-known/tdmrep.json`; `noai` as in X-Robots-Tag and meta robots (DeviantArt, 2022). The page speaks
before its header, and the header before the file of the host.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

_META = re.compile(
    rb"<meta[^>]{0,200}name=[\"']?tdm-reservation[\"'\s][^>]{0,200}content=[\"']?([01])", re.IGNORECASE
)
_NO_TRAINING = frozenset({"noai", "noml"})
_STATED = {"0": False, "1": True}
MAX_RULES = 1_000


@dataclass(frozen=True)
class TdmRule:
    """Paths that begin so (up to a `*`, and to the end where there is a `$`) are reserved or not."""

    location: str
    is_reserved: bool

    def covers(self, path: str) -> bool:
        if self.location.endswith("$"):
            return path == self.location[:-1]
        return path.startswith(self.location.partition("*")[0])


def tdm_rules(text: str) -> tuple[TdmRule, ...]:
    """The rules of a tdmrep.json, in its order; what cannot be read is left out."""
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    if not isinstance(entries, list):
        return ()
    return tuple(
        TdmRule(entry["location"], entry["tdm-reservation"] == 1)
        for entry in entries[:MAX_RULES]
        if isinstance(entry, dict)
        and isinstance(entry.get("location"), str)
        and entry.get("tdm-reservation") in (0, 1)
    )


def tdm_reserved(
    body: bytes, headers: Iterable[tuple[str, str]], rules: Iterable[TdmRule], url: str
) -> bool | None:
    """Whether text and data mining is reserved for a page; None where nothing says so or not."""
    meta = _META.search(body[:64_000])
    if meta:
        return meta[1] == b"1"
    for name, value in headers:
        if name.lower() == "tdm-reservation" and value.strip() in _STATED:
            return _STATED[value.strip()]
    path = urlsplit(url).path or "/"
    return next((rule.is_reserved for rule in rules if rule.covers(path)), None)


def training_allowed(headers: str, meta: str | None) -> bool | None:
    """False where an X-Robots-Tag or the meta element `robots` says `noai` or `noml`; None where none does.

    `headers` are a page's, as landing keeps them: a JSON list of pairs.
    """
    tags = [value for name, value in json.loads(headers) if name.lower() == "x-robots-tag"]
    words = {word for tag in [*tags, meta or ""] for word in re.split(r"[\s,;:]+", tag.lower())}
    return False if words & _NO_TRAINING else None
