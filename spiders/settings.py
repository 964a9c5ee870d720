"""Scrapy's settings for every spider of the project; `source_settings` adds those of a source."""

BOT_NAME = "copydesk"
SPIDER_MODULES = ["spiders.outlets"]
NEWSPIDER_MODULE = "spiders.outlets"

LOG_LEVEL = "INFO"

# Politeness: robots.txt is ours (middlewares/robots.py), and so is the floor under AutoThrottle.
ROBOTSTXT_OBEY = False
CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 0.0
RETRY_TIMES = 2
# A timeout is not among them: a host that kept us waiting is requested again by the next run only.
RETRY_EXCEPTIONS = [
    "scrapy.exceptions.CannotResolveHostError",
    "scrapy.exceptions.DownloadConnectionRefusedError",
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.ResponseDataLossError",
]
COOKIES_ENABLED = False

# Bounds on what may come, before anything is parsed.
DOWNLOAD_TIMEOUT = 20
DOWNLOAD_MAXSIZE = 5_000_000
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = True
DOWNLOAD_VERIFY_CERTIFICATES = True
REDIRECT_MAX_TIMES = 5
METAREFRESH_ENABLED = False
DOWNLOAD_HANDLERS = {
    "http": "spiders.network.handler.BoundedHandler",
    "https": "spiders.network.handler.BoundedHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}

# The guard judges resolved addresses, so a proxy (which resolves by itself) is never used.
HTTPPROXY_ENABLED = False
TWISTED_DNS_RESOLVER = "spiders.network.resolver.GuardedResolver"

HOST_FILES = "data/cache"
DOWNLOADER_MIDDLEWARES = {
    "spiders.middlewares.render.RenderMiddleware": 50,
    "spiders.middlewares.robots.RobotsMiddleware": 100,
    "spiders.middlewares.tdmrep.TdmrepMiddleware": 110,
    "spiders.middlewares.retry_after.RetryAfterMiddleware": 560,
    "spiders.middlewares.compression.StrictCompressionMiddleware": 590,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "spiders.middlewares.guard.GuardMiddleware": 860,
    # Every request and response passes through what stands here, so what has no use here is left out.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
}
# Likewise for every output: URLs are bounded in urls.py, and callbacks see responses of every status.
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
# Scrapy imports what is named here, and what is switched off too: its remote control alone took a fifth of
# a second. So what has no use is named nowhere: nobody talks to a running crawl but through its signals, the
# logs of a process grow with the square of its crawlers by those that count, memory is watched from outside.
EXTENSIONS_BASE = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.memdebug.MemoryDebugger": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
    "scrapy.extensions.feedexport.FeedExporter": 0,
    "scrapy.extensions.spiderstate.SpiderState": 0,
}
EXTENSIONS = {
    "spiders.politeness.throttle.PoliteThrottle": 10,
    "spiders.politeness.budget.TimeBudget": 15,
    "spiders.processes.progress_reporter.ProgressReporter": 20,
}
# Landing waits for nothing, and Scrapy starts this many workers for every response.
CONCURRENT_ITEMS = 1
# The check parses the source of a callback, again and again while it runs.
WARN_ON_GENERATOR_RETURN_VALUE = False
ITEM_PIPELINES = {"spiders.pipelines.landing.LandingPipeline": 300}
