"""Small responses that unpack to ten times what may be unpacked, and would to any size."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from functools import cache

import brotli
import zstandard

from newsroom.hostile.trap import Act, Exchange, Trap

UNPACKED = 50_000_000
_PIECE = b"<p>" + b" " * 99_997


@cache
def _gzip() -> bytes:
    return _with_zlib(zlib.compressobj(9, wbits=31))


@cache
def _deflate() -> bytes:
    return _with_zlib(zlib.compressobj(9))


@cache
def _brotli() -> bytes:
    packer = brotli.Compressor(quality=4)
    return b"".join([*(packer.process(_PIECE) for _ in range(UNPACKED // len(_PIECE))), packer.finish()])


@cache
def _zstd() -> bytes:
    packer = zstandard.ZstdCompressor().compressobj()
    return b"".join(packer.compress(_PIECE) for _ in range(UNPACKED // len(_PIECE))) + packer.flush()


@cache
def _stacked() -> bytes:
    return gzip.compress(_gzip(), mtime=0)


def _with_zlib(packer: zlib._Compress) -> bytes:
    return b"".join(packer.compress(_PIECE) for _ in range(UNPACKED // len(_PIECE))) + packer.flush()


def _bomb(pack: Callable[[], bytes], encoding: str, content_type: str = "text/html") -> Act:
    def act(exchange: Exchange) -> None:
        exchange.respond(pack(), Content_Encoding=encoding, Content_Type=content_type)

    return act


def _packed_file(exchange: Exchange) -> None:
    exchange.respond(_gzip(), Content_Type="application/gzip")


TRAPS = (
    Trap(name="gzip-bomb", expected="failed/too_large", act=_bomb(_gzip, "gzip")),
    Trap(name="deflate-bomb", expected="failed/too_large", act=_bomb(_deflate, "deflate")),
    Trap(name="brotli-bomb", expected="failed/too_large", act=_bomb(_brotli, "br")),
    Trap(name="zstd-bomb", expected="failed/too_large", act=_bomb(_zstd, "zstd")),
    Trap(name="stacked-bomb", expected="failed/too_large", act=_bomb(_stacked, "gzip, gzip")),
    Trap(
        name="ten-encodings",
        expected="failed/too_many_encodings",
        act=_bomb(_gzip, ", ".join(["gzip"] * 10)),
    ),
    Trap(
        name="feed-bomb",
        at="/rss.xml",
        expected="failed/too_large",
        act=_bomb(_gzip, "gzip", "application/rss+xml"),
    ),
    Trap(
        name="sitemap-file-bomb",
        at="/map.xml.gz",
        sitemap="/map.xml.gz",
        expected="failed/too_large",
        act=_packed_file,
    ),
    Trap(
        name="robots-bomb",
        at="/robots.txt",
        watched="/rss.xml",
        expected="blocked/robots_unreachable",
        act=_bomb(_gzip, "gzip", "text/plain"),
        spares=False,
    ),
)
