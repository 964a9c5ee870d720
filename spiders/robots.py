"""robots.txt by RFC 9309: what one host allows, as a value; parsing only.

A host whose robots.txt is not there (4xx) allows everything; one that cannot be asked, or answers with a
server error or "too many requests", allows nothing until it can (section 2.3.1). At most 500 KiB are read
(2.5) and what was read holds for a day (2.4).
"""

from __future__ import annotations

import re
from datetime import datetime

from protego import Protego

from spiders.host_file import HostFile, host_file

MAX_ROBOTS_BYTES = 500 * 1024
MAX_CRAWL_DELAY = 3_600.0
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
        self.state = file.state
        self._rules = Protego.parse(file.text)
        named = {name.strip().lower() for name in _AGENT_LINE.findall(file.text)}
        self._ai_tokens = [token for token in AI_TOKENS if token in named]

    def allows(self, url: str) -> bool:
        """Whether this program may ask for the address."""
        return self.state == "absent" or (
            self.state == "rules" and bool(self._rules.can_fetch(url, PRODUCT_TOKEN))
        )

    def allows_ai(self, url: str) -> bool | None:
        """False where a known AI training agent is kept from the address; None where none is named."""
        if not self._ai_tokens:
            return None
        return all(self._rules.can_fetch(url, token) for token in self._ai_tokens)

    @property
    def crawl_delay(self) -> float:
        """Seconds between requests that the host asks for; 0 where it does not."""
        return min(float(self._rules.crawl_delay(PRODUCT_TOKEN) or 0.0), MAX_CRAWL_DELAY)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """Addresses of sitemaps that the file names, as written."""
        return tuple(self._rules.sitemaps)


_AGENT_LINE = re.compile(r"^[ \t]*user-?agent[ \t]*:[ \t]*([\w*./ -]{1,100})", re.IGNORECASE | re.MULTILINE)
