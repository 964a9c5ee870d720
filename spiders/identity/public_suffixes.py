"""Registrable domains by the Public Suffix List, of which tldextract brings a copy.

tldextract finds them too, but it loads a client for HTTP and makes an object of each label of the list: .12
CPU seconds and 16 MiB in every process that wants to know one site, in place of .02 and 2. The rules are
publicsuffix.org's: the longest one counts, `*` stands for any label, and `!` takes a name out of that. Tests
hold both equal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import idna

_RULE = re.compile(r"^[*!.]*\w\S*", re.MULTILINE)
_DOT = re.compile("[.\u3002\uff0e\uff61]")
"""What separates labels, as browsers have it."""


class PublicSuffixes:
    """The rules of a list."""

    def __init__(self, rules: Iterable[str]) -> None:
        self._rules = frozenset(rules)
        self._ends = {rule[at:] for rule in self._rules for at in _starts_of_labels(rule)}
        """Every rule, and what rules end with."""

    def registrable(self, host: str) -> str:
        """The domain of a host that somebody can register; empty where there is none."""
        labels = _DOT.split(host.strip().rstrip(".\u3002\uff0e\uff61"))
        suffix = len(labels)
        name = ""
        for start in reversed(range(len(labels))):
            longer = f"{_readable(labels[start])}.{name}" if name else _readable(labels[start])
            if longer not in self._ends:
                if f"*.{name}" in self._ends:
                    suffix = start + 1 if f"!{longer}" in self._ends else start
                break
            name = longer
            if name in self._rules:
                suffix = start
        return ".".join(labels[suffix - 1 :]) if 0 < suffix < len(labels) and labels[suffix - 1] else ""


@cache
def public_suffixes() -> PublicSuffixes:
    """The list as it is bundled: nothing is downloaded."""
    found = find_spec("tldextract")
    assert found is not None and found.origin is not None
    return PublicSuffixes(_RULE.findall(Path(found.origin).with_name(".tld_set_snapshot").read_text("utf-8")))


def _starts_of_labels(rule: str) -> list[int]:
    return [0, *(dot.end() for dot in re.finditer(r"\.", rule))]


def _readable(label: str) -> str:
    """A label in the letters that the list has."""
    lower = label.lower()
    if not lower.startswith("xn--"):
        return lower
    try:
        return idna.decode(lower)
    except (UnicodeError, IndexError):
        return lower
