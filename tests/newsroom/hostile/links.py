"""Links that are evil by themselves: private addresses in every spelling, other schemes, passwords."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from newsroom.hostile.trap import Trap

SPELLINGS = (
    "127.0.0.1",
    "127.1",
    "0x7f.1",
    "0x7f000001",
    "2130706433",
    "0177.0.0.1",
    "127.0.0.1.",
    "localhost",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "①②⑦.⓪.⓪.①",
    "0.0.0.0",
)
ELSEWHERE = (
    "http://10.0.0.1/",
    "http://192.168.1.1/admin",
    "http://172.16.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[fe80::1]/",
    "http://[fd00::1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://100.64.0.1/",
    "http://224.0.0.1/",
)


def _to_canary(base: str, canary: str) -> Sequence[str]:
    port = urlsplit(canary).port
    return [f"http://{host}:{port}/{number}" for number, host in enumerate(SPELLINGS)]


def _elsewhere(base: str, canary: str) -> Sequence[str]:
    return ELSEWHERE


def _schemes(base: str, canary: str) -> Sequence[str]:
    return ("file:///etc/passwd", "data:text/html,<p>hello</p>", "javascript:alert(1)", "ftp://127.0.0.1/x")


def _passwords(base: str, canary: str) -> Sequence[str]:
    return (base.replace("http://", "http://editor:hunter2@") + "story",)


TRAPS = (
    Trap(name="private-spellings", expected="blocked/private_address", links=_to_canary),
    Trap(name="private-networks", expected="blocked/private_address", links=_elsewhere),
    Trap(name="other-schemes", expected="", links=_schemes),
    Trap(name="password-in-link", expected="", links=_passwords),
)
