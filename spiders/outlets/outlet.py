"""The generic spider: `scrapy crawl outlet -a source=NAME`."""

from __future__ import annotations

from spiders.outlets.source_spider import SourceSpider


class OutletSpider(SourceSpider):
    """Watches one source as its table in the configuration says."""

    name = "outlet"
