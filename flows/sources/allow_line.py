"""The line of the configuration that admits a host which is not public."""

from __future__ import annotations

import json
import socket
from collections.abc import Sequence
from urllib.parse import urlsplit

from spiders.network.allow_rules import allow_rule, allowed


def allow_line(url: str, present: Sequence[str]) -> str:
    """`allow = ["127.0.0.1:8700"]`: what `[network]` says today, and the addresses of the host of `url`."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    rules = tuple(allow_rule(text) for text in present)
    found = [
        address for address in _addresses(parts.hostname or "", port) if not allowed(address, port, rules)
    ]
    added = [f"[{address}]:{port}" if ":" in address else f"{address}:{port}" for address in found]
    return f"allow = {json.dumps([*present, *added])}"


def _addresses(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        return []
    return list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))
