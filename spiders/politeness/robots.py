"""robots.txt by RFC 9309: what one host allows, as a value; parsing only.

A host whose robots.txt is not there (4xx) allows everything; one that cannot be asked, or answers with a
server error or "too many requests", allows nothing until it can (section 2.3.1). At most 500 KiB are read
(2.5) and what was read holds for a day (2.4).

Every rule with wildcards is tried at every address: 500 KiB of them took 0.15 s an address, and fifteen times
that for the agents of AI training. News sites have some dozens. A file with more than MAX_WILDCARDS cannot be
kept to at a bearable price, so its host allows nothing either.
"""

from __future__ import annotations

import re
from datetime import datetime

from protego import Protego

from spiders.outcome import Outcome
from spiders.politeness.host_file import HostFile, host_file
from spiders.politeness.preferences import HostPreferences, agreed
from spiders.politeness.robots_groups import plain_groups

MAX_ROBOTS_BYTES = 500 * 1024
MAX_WILDCARDS = 1_000
PRODUCT_TOKEN = "copydesk"
AI_TOKENS = (
    "ai2bot",
    "amazonbot",
    "anthropic-ai",
    "applebot-extended",
    "bytespider",
    "ccbot",
    "claudebot",
    "cohere-ai",
    "diffbot",
    "facebookbot",
    "google-extended",
    "gptbot",
    "meta-externalagent",
    "omgilibot",
    "webzio-extended",
)
"""User agents that publishers name to speak about the training of models; from their operators' pages."""


def robots_file(status: int | None, body: bytes, now: datetime) -> HostFile:
    """The meaning of an answer; `status` None where there was none."""
    return host_file(status, body, now, MAX_ROBOTS_BYTES)


class Robots:
    """The rules of one host, asked about addresses."""

    def __init__(self, file: HostFile) -> None:
        self._refusal = _refusal_of_all(file)
        text = "" if self._refusal else file.text
        groups = plain_groups(text, {PRODUCT_TOKEN, *AI_TOKENS})
        self._rules = Protego.parse(groups)
        named = set(_AGENT_LINE.findall(groups))
        self._ai_tokens = [token for token in AI_TOKENS if token in named]
        self._preferences = HostPreferences(text, PRODUCT_TOKEN)

    def refusal(self, url: str) -> Outcome | None:
        """Why this program may not ask for the address; None where it may."""
        if self._refusal is None and not self._rules.can_fetch(url, PRODUCT_TOKEN):
            return Outcome("blocked", "robots", "disallowed by the host's robots.txt")
        return self._refusal

    def allows_ai(self, url: str) -> bool | None:
        """False where a known AI training agent is kept from the address, or a preference refuses training.

        None where no such agent is named and no preference stated.
        """
        of_agents = (self._rules.can_fetch(url, token) for token in self._ai_tokens)
        return agreed([*of_agents, self._preferences.of(url)])

    @property
    def crawl_delay(self) -> float:
        """Seconds between requests that the host asks for; 0 where it does not."""
        return float(self._rules.crawl_delay(PRODUCT_TOKEN) or 0.0)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """Addresses of sitemaps that the file names, as written."""
        return tuple(self._rules.sitemaps)


def _refusal_of_all(file: HostFile) -> Outcome | None:
    if file.state == "unreachable":
        return Outcome("blocked", "robots_unreachable", "robots.txt cannot be read, so nothing is allowed")
    if _wildcards(file.text) > MAX_WILDCARDS:
        return Outcome("blocked", "robots", f"robots.txt has more than {MAX_WILDCARDS} wildcards")
    return None


def _wildcards(text: str) -> int:
    """The `*` in rules; those of comments and of user agents do not count."""
    rules = (line.partition("#")[0] for line in text.splitlines() if not _AGENT_LINE.match(line))
    return sum(rule.count("*") for rule in rules)


_AGENT_LINE = re.compile(r"^[ \t]*user-?agent[ \t]*:[ \t]*([\w*./ -]{1,100})", re.IGNORECASE | re.MULTILINE)
