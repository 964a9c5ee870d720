"""The language of an article's text, BCP-47.

Theory. A page's `lang` attribute is often its template's; the text itself decides where it is long enough
for py3langid to be sure, then the page's statement, then the feed's.
"""

from __future__ import annotations

import re

import py3langid

MIN_CHARS = 200
MAX_CHARS = 1_500

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def language_of(text: str, stated: str | None, link_stated: str | None) -> str | None:
    """Detected language of a text of MIN_CHARS and more, otherwise what the page, then its link, states."""
    stated = _tag(stated) or _tag(link_stated)
    if len(text) < MIN_CHARS:
        return stated
    detected: str = py3langid.classify(text[:MAX_CHARS])[0]
    return stated if stated and stated.split("-")[0] == detected else detected


def _tag(stated: str | None) -> str | None:
    found = _TAG.fullmatch((stated or "").strip())
    if not found:
        return None
    language, *rest = found[0].replace("_", "-").split("-")
    return "-".join([language.lower(), *(part.upper() if len(part) == 2 else part.title() for part in rest)])
