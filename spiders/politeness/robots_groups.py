"""The groups of a robots.txt as RFC 9309 and Google's parser read them, in a form that Protego reads alike.

Protego matches a group's name as a part of ours (`copy` is not copydesk), takes a name with a version or a
remark for another one (`copydesk/0.1.0`, `* all`), and lets a line that it does not know, or a Crawl-delay,
end the list of a group's names. So names are cut to product tokens (RFC 9309, 2.2.1), those that are not
asked about are made unlike all others, lines that state no rule are left out, and a Crawl-delay stands behind
the names that it follows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

NOBODY = "nobody-that-is-asked-about"
_LINE = re.compile(r"\s*([A-Za-z-]+)[ \t]*(?::|[ \t])[ \t]*(.*)")
_NAMES = frozenset({"user-agent", "useragent", "user agent"})
_RULES = frozenset({"allow", "disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"})
_DELAYS = frozenset({"crawl-delay", "crawldelay"})


def plain_groups(text: str, tokens: Collection[str]) -> str:
    """The groups, sitemaps and delays of a robots.txt; names other than `*` and the tokens become NOBODY."""
    return "\n".join(_lines(text.removeprefix("\ufeff"), tokens))


def _lines(text: str, tokens: Collection[str]) -> Iterator[str]:
    waiting: list[str] = []
    for line in text.splitlines():
        found = _LINE.match(line.partition("#")[0])
        key, value = (found[1].lower(), found[2].strip()) if found else ("", "")
        if key in _NAMES:
            yield f"User-agent: {_name(value, tokens)}"
        elif key in _RULES:
            yield from (*waiting, f"{'Allow' if key == 'allow' else 'Disallow'}: {value}")
            waiting = []
        elif key in _DELAYS:
            waiting.append(f"Crawl-delay: {value}")
        elif key == "sitemap":
            yield f"Sitemap: {value}"
    yield from waiting


def _name(value: str, tokens: Collection[str]) -> str:
    if value == "*" or re.match(r"\*\s", value):
        return "*"
    for pattern in (r"[\w-]+", r"[A-Za-z_-]+"):
        found = re.match(pattern, value)
        if found and found[0].lower() in tokens:
            return found[0].lower()
    return NOBODY
