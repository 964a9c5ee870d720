"""robots.txt by RFC 9309: what one host allows, as a value; parsing only.

A host whose robots.txt is not there (4xx) allows everything; one that cannot be reached, or responds with a
server error or "too many requests", allows nothing until it can (section 2.3.1). At most 500 KiB are read
(2.5) and what was read holds for a day (2.4).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from spiders.fetching.outcome import Outcome
from spiders.politeness.host_file import HostFile, host_file
from spiders.politeness.path_rules import PathRules
from spiders.politeness.preferences import HostPreferences, agreed
from spiders.politeness.robots_groups import Groups, read_groups
from warehouse.values import FetchReason

MAX_ROBOTS_BYTES = 500 * 1024
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
    """The meaning of a response; `status` None where there was none."""
    return host_file(status, body, now, MAX_ROBOTS_BYTES)


class Robots:
    """The rules of one host, matched with URLs."""

    def __init__(self, file: HostFile) -> None:
        self._is_reachable = file.state != "unreachable"
        text = file.text if self._is_reachable else ""
        groups = read_groups(text, {PRODUCT_TOKEN, *AI_TOKENS})
        ours = groups.of(PRODUCT_TOKEN)
        self._rules = PathRules(ours.rules)
        self._of_training = [PathRules(rules) for rules in _rules_of_training(groups)]
        self._preferences = HostPreferences(text, PRODUCT_TOKEN)
        self.crawl_delay = ours.delay
        """Seconds between requests that the host demands; 0 where it does not."""
        self.sitemaps = tuple(groups.sitemaps)
        """URLs of sitemaps that the file names, as written."""

    def refusal(self, url: str) -> Outcome | None:
        """Why this program may not request the URL; None where it may."""
        if not self._is_reachable:
            return Outcome(FetchReason.ROBOTS_UNREACHABLE, "robots.txt cannot be read, so nothing is allowed")
        if not self._rules.allow(url):
            return Outcome(FetchReason.ROBOTS, "disallowed by the host's robots.txt")
        return None

    def allows_ai(self, url: str) -> bool | None:
        """False where a known AI training agent is kept from the URL, or a preference refuses training.

        None where no such agent is named and no preference stated.
        """
        of_agents = (rules.allow(url) for rules in self._of_training)
        return agreed([*of_agents, self._preferences.of(url)])


def _rules_of_training(groups: Groups) -> Iterable[tuple[tuple[str, bool], ...]]:
    """The rules of every agent of AI training that is named, those of several agents once."""
    return dict.fromkeys(tuple(groups.of(token).rules) for token in AI_TOKENS if groups.names(token))
