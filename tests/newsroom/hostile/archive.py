"""The responses of every trap, as records of a WARC file, each beside a healthy story."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from newsroom.hostile.trap import Trap

MOST_BYTES = 15_000_000
"""As much of an endless response as is recorded; more than a record is read of."""


@dataclass
class Recorder:
    """An exchange that keeps what is sent."""

    path: str
    base: str
    canary: str = "http://canary.example/"
    sent: list[bytes] = field(default_factory=list)
    size: int = 0

    def send(self, data: bytes) -> None:
        self.sent.append(data)
        self.size += len(data)
        if self.size > MOST_BYTES:
            raise OSError("enough")

    def respond(self, body: bytes, status: str = "200 OK", **headers: str) -> None:
        named = {"Content_Length": str(len(body))} | headers
        lines = [f"{name.replace('_', '-')}: {value}" for name, value in named.items()]
        self.send("\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode() + body)


def write_archive(traps: Iterable[Trap], story: bytes, path: Path) -> int:
    """Writes the file, a gzip member a record, and gives the number of its records.

    Traps that take a timeout to end, and those that have no response of their own, are left out.
    """
    records = 0
    with path.open("wb") as file:
        for trap in traps:
            if trap.act is None or trap.seconds:
                continue
            base = f"https://{trap.name}.example/"
            exchange = Recorder(trap.at, base)
            with suppress(OSError):
                trap.act(exchange)
            healthy = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + story
            for name, block in (("trap", b"".join(exchange.sent)), ("story", healthy)):
                file.write(gzip.compress(_record(f"{base}{name}", block), 1))
                records += 1
    return records


def _record(url: str, block: bytes) -> bytes:
    fields = (
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Date: 2026-11-01T10:00:00Z\r\n"
        f"WARC-Target-URI: {url}\r\nContent-Type: application/http;msgtype=response\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return fields.encode() + block + b"\r\n\r\n"
