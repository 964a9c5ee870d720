"""Rights that a publisher states for machines: TDM reservations, and words against training.

Sources: TDM Reservation Protocol (W3C community group report, 2024) for the header, the meta element and
`/.well-known/tdmrep.json`; `noai` and `noimageai` as in X-Robots-Tag and meta robots (DeviantArt, 2022);
`noml` (noml.info); Content-Usage and Content-Signal as in preferences.py. The page speaks before its header,
and the header before the file of the host.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from spiders.politeness.preferences import training_in_headers

_META_TAG = re.compile(rb"<meta\s[^>]{0,500}>", re.IGNORECASE)
_RESERVATION = re.compile(rb"name\s*=\s*[\"']?tdm-reservation[\"'\s/>]", re.IGNORECASE)
_CONTENT = re.compile(rb"content\s*=\s*[\"']?\s*([01])\s*[\"'\s/>]", re.IGNORECASE)
MAX_HEAD_BYTES = 64_000
_NO_TRAINING = frozenset({"noai", "noimageai", "noml"})
_CRAWLERS = re.compile(r"robots|.*bot|google-extended|copydesk")
"""Names of meta elements that speak to crawlers: to all of them, or to one."""
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
    meta = _reserved_in_page(body[:MAX_HEAD_BYTES])
    if meta is not None:
        return meta
    for name, value in headers:
        if name.lower() == "tdm-reservation" and value.strip() in _STATED:
            return _STATED[value.strip()]
    path = urlsplit(url).path or "/"
    return next((rule.is_reserved for rule in rules if rule.covers(path)), None)


def training_allowed(headers: str, meta: Mapping[str, Sequence[str]]) -> bool | None:
    """Whether a page's headers and its meta elements for crawlers allow training; None where they are silent.

    X-Robots-Tag and meta elements only ever refuse. A refusal to one crawler counts, and so does one that
    is for pictures only (`noimageai`): who writes it has not allowed the text. `headers` are a page's, as
    landing keeps them (a JSON list of pairs); `meta` are contents by the element's name, in lower case.
    """
    pairs = json.loads(headers)
    tags = [value for name, value in pairs if name.lower() == "x-robots-tag"]
    said = [value for name, values in meta.items() if _CRAWLERS.fullmatch(name) for value in values]
    words = {word for tag in [*tags, *said] for word in re.split(r"[\s,;:]+", tag.lower())}
    return False if words & _NO_TRAINING else training_in_headers(pairs)


def _reserved_in_page(head: bytes) -> bool | None:
    """What a page's meta element `tdm-reservation` says, in any order of its attributes."""
    for tag in _META_TAG.findall(head):
        content = _CONTENT.search(tag) if _RESERVATION.search(tag) else None
        if content:
            return bool(content[1] == b"1")
    return None
