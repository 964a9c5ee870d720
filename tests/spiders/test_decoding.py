"""Content encodings are undone within a bound; what ends early is no whole response."""

import gzip
import zlib
from collections.abc import Callable, Sequence
from typing import Any

import brotli
import pytest
import zstandard
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response
from scrapy.statscollectors import StatsCollector

from spiders.encodings.content_encodings import DecodingError, decode
from spiders.fetching.request_refused import RequestRefused
from spiders.middlewares.compression import StrictCompressionMiddleware

PAGE = b"<html><body>" + b"".join(b"<p>Sentence %d of a story.</p>" % number for number in range(9_000))


def bare_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(body) + packer.flush()


def with_name(body: bytes) -> bytes:
    return b"\x1f\x8b\x08\x08\0\0\0\0\0\xffpage.html\0" + bare_deflate(body) + bytes(8)


FORMS = [
    pytest.param("gzip", gzip.compress, id="gzip"),
    pytest.param("X-GZIP", gzip.compress, id="x-gzip"),
    pytest.param("gzip", with_name, id="gzip with a name and a wrong checksum"),
    pytest.param("gzip", lambda body: gzip.compress(body)[:-8], id="gzip without a checksum"),
    pytest.param("gzip", lambda body: gzip.compress(body[:99]) + gzip.compress(body[99:]), id="two members"),
    pytest.param("deflate", zlib.compress, id="deflate"),
    pytest.param("deflate", bare_deflate, id="bare deflate"),
    pytest.param("br", brotli.compress, id="brotli"),
    pytest.param("zstd", zstandard.compress, id="zstd"),
]


@pytest.mark.parametrize(("encoding", "pack"), FORMS)
def test_every_form_is_unpacked(encoding: str, pack: Callable[[bytes], bytes]) -> None:
    assert decode(pack(PAGE), encoding, 10_000_000) == PAGE


@pytest.mark.parametrize("share", [0.02, 0.5, 0.95])
@pytest.mark.parametrize(("encoding", "pack"), FORMS)
def test_a_stream_that_ends_early_is_cut_short_and_keeps_what_came(
    encoding: str, pack: Callable[[bytes], bytes], share: float
) -> None:
    packed = pack(PAGE)
    with pytest.raises(DecodingError) as error:
        decode(packed[: int(len(packed) * share)], encoding, 10_000_000)
    assert error.value.reason == "cut_short"
    assert PAGE.startswith(error.value.so_far)


@pytest.mark.parametrize(("encoding", "pack"), FORMS)
def test_what_unpacks_to_more_than_the_bound_is_too_large(
    encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    with pytest.raises(DecodingError) as error:
        decode(pack(PAGE), encoding, 10_000)
    assert error.value.reason == "too_large"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "rot13"])
def test_what_is_not_in_the_format_is_a_bad_encoding(encoding: str) -> None:
    with pytest.raises(DecodingError) as error:
        decode(b"<html>plain</html>", encoding, 10_000)
    assert error.value.reason == "bad_encoding"


def unpack(body: bytes, encoding: str = "gzip", flags: Sequence[str] = (), **meta: Any) -> Request | Response:
    crawler = Crawler(Spider)
    crawler.stats = StatsCollector(crawler)
    crawler.spider = Spider("spider")
    crawler.spider.crawler = crawler
    request = Request("https://example.org/a", meta=meta)
    headers = {"Content-Encoding": encoding, "Content-Type": "text/html"}
    response = HtmlResponse(request.url, headers=headers, body=body, flags=list(flags))
    return StrictCompressionMiddleware(crawler).process_response(request, response)


def test_a_cut_response_is_requested_again_and_then_given_up() -> None:
    half = gzip.compress(PAGE)[:3_000]
    assert unpack(half).meta["retry_times"] == 1
    with pytest.raises(RequestRefused) as refusal:
        unpack(half, retry_times=2)
    assert (refusal.value.result.outcome, refusal.value.result.reason) == ("failed", "cut_short")


def test_a_response_that_we_ended_ourselves_is_read_as_far_as_it_came() -> None:
    response = unpack(gzip.compress(PAGE)[:3_000], flags=["download_stopped"])
    assert PAGE.startswith(response.body) and response.body


def test_a_whole_response_is_plain_afterwards() -> None:
    response = unpack(brotli.compress(PAGE), "br")
    assert (response.body, "Content-Encoding" in response.headers) == (PAGE, False)
