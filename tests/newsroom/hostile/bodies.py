"""Responses that do not end, do not come, or are not what they say."""

from __future__ import annotations

import gzip
import time
from itertools import count

from newsroom.hostile.trap import Exchange, Trap

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
LINE = b"<p>" + b"and on it goes " * 500 + b"</p>\n"


def _endless(exchange: Exchange) -> None:
    exchange.send(HEAD + b"Connection: close\r\n\r\n")
    while True:
        exchange.send(LINE)


def _endless_chunks(exchange: Exchange) -> None:
    exchange.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        exchange.send(b"%x\r\n%s\r\n" % (len(LINE), LINE))


def _slow_body(exchange: Exchange) -> None:
    exchange.send(HEAD + b"Content-Length: 100000\r\n\r\n")
    for _ in range(100_000):
        exchange.send(b"x")
        time.sleep(1)


def _silent(exchange: Exchange) -> None:
    time.sleep(600)


def _slow_headers(exchange: Exchange) -> None:
    exchange.send(HEAD)
    for number in count():
        exchange.send(b"X-%d: filler\r\n" % number)
        time.sleep(1)


def _header_flood(exchange: Exchange) -> None:
    exchange.send(HEAD)
    for number in count():
        exchange.send(b"X-%d: %s\r\n" % (number, b"y" * 1_000))


def _long_header(exchange: Exchange) -> None:
    exchange.send(HEAD + b"X-Long: ")
    while True:
        exchange.send(b"z" * 65_536)


def _declared_huge(exchange: Exchange) -> None:
    exchange.send(HEAD + b"Content-Length: 500000000000\r\n\r\n" + LINE)


def _cut_short(exchange: Exchange) -> None:
    exchange.send(HEAD + b"Content-Length: 90000\r\nConnection: close\r\n\r\n" + LINE)


def _half_a_stream(exchange: Exchange) -> None:
    packed = gzip.compress(LINE * 50 + bytes(range(256)) * 50, mtime=0)
    exchange.respond(packed[: len(packed) // 2], Content_Type="text/html", Content_Encoding="gzip")


def _not_http(exchange: Exchange) -> None:
    exchange.send(b"SSH-2.0-OpenSSH_9.6\r\n" + bytes(range(256)) * 20)


def _empty(exchange: Exchange) -> None:
    exchange.respond(b"", Content_Type="text/html")


def _image(exchange: Exchange) -> None:
    exchange.respond(b"\x89PNG\r\n\x1a\n" + bytes(2_000), Content_Type="image/png")


def _binary_as_html(exchange: Exchange) -> None:
    exchange.respond(bytes(range(256)) * 400, Content_Type="text/html")


def _false_encoding(exchange: Exchange) -> None:
    exchange.respond(LINE, Content_Type="text/html", Content_Encoding="gzip")


def _false_charset(exchange: Exchange) -> None:
    exchange.respond(b"<html><p>\xff\xfe\xd8" + LINE, Content_Type="text/html; charset=utf-16-nonsense")


def _retry_later(exchange: Exchange) -> None:
    exchange.respond(b"later", status="429 Too Many Requests", Retry_After="86400")


def _large_robots(exchange: Exchange) -> None:
    line = b"Disallow: /nothing-of-this-exists\n"
    exchange.respond(b"User-agent: *\n" + line * (50_000_000 // len(line)), Content_Type="text/plain")


def _broken_robots(exchange: Exchange) -> None:
    exchange.respond(b"oh no", status="500 Internal Server Error")


TRAPS = (
    Trap(name="endless-body", expected="failed/too_large", act=_endless),
    Trap(name="endless-chunks", expected="failed/too_large", act=_endless_chunks),
    Trap(name="slow-body", expected="failed/timeout", act=_slow_body, seconds=20),
    Trap(name="silent-server", expected="failed/timeout", act=_silent, seconds=20),
    Trap(name="slow-headers", expected="failed/timeout", act=_slow_headers, seconds=20),
    Trap(name="header-flood", expected="failed/headers_too_large", act=_header_flood),
    Trap(name="endless-header-line", expected="failed/connection", act=_long_header),
    Trap(name="declared-huge", expected="failed/too_large", act=_declared_huge),
    Trap(name="cut-short", expected="failed/incomplete", act=_cut_short),
    Trap(name="half-a-stream", expected="failed/cut_short", act=_half_a_stream),
    Trap(name="not-http", expected="failed/connection", act=_not_http),
    Trap(name="empty-page", expected="failed/empty", act=_empty),
    Trap(name="image-for-page", expected="failed/not_html", act=_image),
    Trap(name="binary-as-html", expected="failed/not_html", act=_binary_as_html),
    Trap(name="false-encoding", expected="failed/bad_encoding", act=_false_encoding),
    Trap(name="false-charset", expected="fetched/ok", act=_false_charset),
    # All of a host waits when it says so, the story too unless it was requested first.
    Trap(name="retry-after", expected="failed/http_429", act=_retry_later, spares=False),
    Trap(name="50-mb-robots", at="/robots.txt", watched="/story", expected="fetched/ok", act=_large_robots),
    Trap(
        name="broken-robots",
        at="/robots.txt",
        watched="/rss.xml",
        expected="blocked/robots_unreachable",
        act=_broken_robots,
        spares=False,
    ),
)
