"""What publishers prefer about the training of models, as headers and rules of robots.txt state it.

Sources: `Content-Usage: train-ai=n` (IETF drafts aipref-vocab and aipref-attach, 2025: a header, and in
robots.txt a rule with a path before it) and `Content-Signal: search=yes, ai-train=no` (Cloudflare's Content
Signals Policy, 2025: a line of robots.txt for the whole host, and a header). Of several statements a refusal
counts before a permission (vocab, section "Combining Preferences"), of several paths in robots.txt the
longest that fits. As with the agents that robots.txt names, a refusal to one crawler counts; a permission
counts where it is for all, or for this program. Other uses than training are not looked at.
In a file with more than MAX_WILDCARDS wildcards nothing is taken for permitted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from spiders.politeness.path_rules import MAX_WILDCARDS, PathRules

_SAYS = {"train-ai": {"y": True, "n": False}, "ai-train": {"yes": True, "no": False}}
_FIELDS = ("content-usage", "content-signal")
_LINE = re.compile(
    r"^[ \t]*(user-?agent|content-usage|content-signal|allow|disallow)[ \t]*:[ \t]*([^#\r\n]{0,1000})",
    re.IGNORECASE | re.MULTILINE,
)
_EVERYWHERE = "/"


def training_statement(statement: str) -> bool | None:
    """Whether `train-ai=n, search=y` or `search=yes,ai-train=no` allows training; None where it is silent."""
    items = (item.partition(";")[0].partition("=") for item in statement.split(","))
    stated = [_SAYS.get(key.strip(), {}).get(value.strip().lower()) for key, _, value in items]
    return agreed(stated)


def training_in_headers(headers: Iterable[tuple[str, str]]) -> bool | None:
    """What the headers of a page say of training; None where they are silent."""
    return agreed(training_statement(value) for name, value in headers if name.lower() in _FIELDS)


def agreed(statements: Iterable[bool | None]) -> bool | None:
    """Allowed only where nobody forbids; None where nobody says."""
    stated = [statement for statement in statements if statement is not None]
    return all(stated) if stated else None


class HostPreferences:
    """What one robots.txt says of training, matched with URLs."""

    def __init__(self, text: str, agent: str) -> None:
        said = list(_rules(text, agent.lower()))
        refused = {path for path, allowed in said if not allowed}
        permitted = {path for path, allowed in said if allowed} - refused
        self._refusing = _matcher(refused, permitted)
        wildcards = sum(path.count("*") for path in refused | permitted)
        self._permitting = _matcher(permitted if wildcards <= MAX_WILDCARDS else (), refused)

    def of(self, url: str) -> bool | None:
        """Whether training on the URL is allowed; None where no rule fits."""
        if not self._refusing.allow(url):
            return False
        return None if self._permitting.allow(url) else True


def _matcher(matched: Iterable[str], others: Iterable[str]) -> PathRules:
    """Rules by which a URL that one of `matched` fits best must not be fetched."""
    return PathRules([*((path, False) for path in matched), *((path, True) for path in others)])


def _rules(text: str, agent: str) -> Iterator[tuple[str, bool]]:
    """Each path that a rule is for, and whether it allows training there."""
    agents: set[str] = {"*"}
    in_rules = True
    for label, value in _LINE.findall(text):
        name, said = label.lower(), value.strip()
        if name.startswith("user"):
            agents = (set() if in_rules else agents) | {said.lower()}
        elif name in _FIELDS:
            path, preference = _split(said)
            allowed = training_statement(preference)
            if allowed is False or (allowed and agents & {"*", agent}):
                yield path, allowed
        in_rules = not name.startswith("user")


def _split(said: str) -> tuple[str, str]:
    """The path of a rule and its statement; a rule without a path is for the whole host."""
    if not said.startswith("/"):
        return _EVERYWHERE, said
    path, *preference = said.split(maxsplit=1)
    return path, "".join(preference)
