"""The groups of a robots.txt: whose rules and delays they are, by RFC 9309 and as Google's parser reads them.

Observed: names with a version or a remark behind them, lines of other programs within the list of a group's
names, misspelt keys, a space for the colon. The rules are those of Google's robots.cc: a line is read up to
MAX_LINE characters; a name counts up to the first character that no product token has (RFC 9309, 2.2.1); only
Allow and Disallow end the list of names; all groups of one name are one group; `*` counts where no group
names us. Keys count by how they begin. A mistake costs either pages that are free, or a host's trust.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

MAX_LINE = 2083 * 8 - 1
"""Characters of a line that are read: eight times what the longest URL had in old browsers."""
EVERYBODY = "*"
_KEYS = {
    "agent": ("user-agent", "useragent", "user agent"),
    "allow": ("allow",),
    "disallow": ("disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"),
    "sitemap": ("sitemap", "site-map"),
    "delay": ("crawl-delay", "crawldelay", "crawl delay"),
}
_SECONDS = re.compile(r"\d{1,12}(\.\d{1,12})?|\.\d{1,12}")


@dataclass
class Group:
    """Rules as (path pattern, whether it allows), and seconds between two requests."""

    rules: list[tuple[str, bool]] = field(default_factory=list)
    delay: float = 0.0


@dataclass
class Groups:
    """What one robots.txt says to each of the names that are looked up."""

    sitemaps: list[str] = field(default_factory=list)
    _by_name: dict[str, list[Group]] = field(default_factory=dict)

    def names(self, name: str) -> bool:
        """Whether a group is for the name itself."""
        return name in self._by_name

    def of(self, name: str) -> Group:
        """What holds for a name: all groups for it together, or else those for everybody."""
        groups = self._by_name.get(name, self._by_name.get(EVERYBODY, []))
        rules = [rule for group in groups for rule in group.rules]
        return Group(rules, max((group.delay for group in groups), default=0.0))

    def add(self, name: str, group: Group) -> None:
        """Let a group be for a name too."""
        groups = self._by_name.setdefault(name, [])
        if all(group is not other for other in groups):
            groups.append(group)


def read_groups(text: str, tokens: Collection[str]) -> Groups:
    """The groups for everybody and for the tokens, which are in lower case; those of others are left out."""
    groups = Groups()
    group: Group | None = None
    names_end = False
    for key, value in _lines(text):
        if key == "agent":
            if group is None or names_end:
                group, names_end = Group(), False
            name = _name(value, tokens)
            if name is not None:
                groups.add(name, group)
        elif key == "sitemap":
            groups.sitemaps.append(value)
        elif group is not None and key == "delay" and _SECONDS.fullmatch(value):
            group.delay = float(value)
        elif group is not None and key in ("allow", "disallow"):
            names_end = True
            group.rules.append((value, key == "allow"))
    return groups


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """Key and value of every line whose key is known; what is left of a broken byte order mark is skipped."""
    for line in re.split(r"\r\n|\r|\n", text.lstrip("\ufeff\ufffd")):
        written = line[:MAX_LINE].partition("#")[0].strip()
        key, colon, value = written.partition(":")
        if not colon:
            key, *values = written.split(maxsplit=1) or [""]
            value = values[0] if values and len(values[0].split()) == 1 else ""
        known = _key(key.strip().lower())
        if known:
            yield known, value.strip()


def _key(written: str) -> str | None:
    return next((key for key, beginnings in _KEYS.items() if written.startswith(beginnings)), None)


def _name(value: str, tokens: Collection[str]) -> str | None:
    """The token that a name is; None for those of others. Some of AI companies have digits (ai2bot)."""
    if value == EVERYBODY or re.match(r"\*\s", value):
        return EVERYBODY
    for pattern in (r"[\w-]+", r"[A-Za-z_-]+"):
        found = re.match(pattern, value)
        if found and found[0].lower() in tokens:
            return found[0].lower()
    return None
