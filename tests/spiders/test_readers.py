import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from spiders.discovery.feeds import read_feed
from spiders.discovery.links import DocumentLinks, UnreadableDocument
from spiders.workers.limits import WorkerLimits
from spiders.workers.readers import SMALL_BYTES, ReaderDied, read_apart

LIMITS = WorkerLimits(cpu_seconds=1.0, memory_bytes=1_000_000_000)
AT = "https://example.org/"
ITEM = b"<item><link>https://example.org/a</link></item>"
FEED = b"<rss><channel><!--" + b"x" * SMALL_BYTES + b"-->" + ITEM + b"</channel></rss>"
ENDLESS = b"(?x) (a+)+ $ #" + b"x" * SMALL_BYTES
"""A regular expression that takes for ever: no markup is known any more that keeps a parser so long."""


def test_a_document_that_a_parser_cannot_get_through_costs_its_reader_and_the_next_one_is_read() -> None:
    def read() -> DocumentLinks:
        with pytest.raises(ReaderDied, match="more than 1 s of CPU time"):
            read_apart(re.match, ENDLESS, b"a" * 60 + b"b", limits=LIMITS)
        with pytest.raises(UnreadableDocument, match="neither RSS"):
            read_apart(read_feed, b"no feed" * SMALL_BYTES, AT, 10, limits=LIMITS)
        return read_apart(read_feed, FEED, AT, 10, limits=LIMITS)

    with ThreadPoolExecutor(1) as thread:
        (link,) = thread.submit(read).result().links
    assert link.url == "https://example.org/a"
