"""The 200 sites of the lake, and new pages of theirs as an archive."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from benchmarks.warehouse.newsprint import SOURCES, day_of_articles
from flows.configuration import Settings
from spiders.sources.source import Source

SETTINGS = Settings(
    sources={
        f"source-{number}": Source(
            name=f"source-{number}",
            home=f"https://source-{number}.example/",
            feeds=(f"https://source-{number}.example/feed",),
        )
        for number in range(SOURCES)
    }
)

FIRST_NEW = 900_000_000
"""The number of the first new story: the lake has none so high."""


def promo_of(site: int) -> str:
    """The line that a site has begun to show under its stories."""
    return f"Sign up for the letter of {'abcdefghij'[site % 10]}{site // 10} and never miss a story."


def write_archive(path: Path, pages: int, now: datetime) -> None:
    """A WARC file of new stories, each with the promo of its site: ten are of ten sites, 200 of all 200."""
    stories = day_of_articles(FIRST_NEW, pages, now)
    titles, texts = (stories.column(name).to_pylist() for name in ("title", "text"))
    with path.open("wb") as file:
        for number, (title, text) in enumerate(zip(titles, texts, strict=True)):
            file.write(_record(number, title, text.split("\n"), now))


def _record(number: int, title: str, paragraphs: list[str], now: datetime) -> bytes:
    site = number % SOURCES
    host = f"source-{site}.example"
    body = "".join(f"<p>{paragraph}</p>" for paragraph in (*paragraphs, promo_of(site)))
    html = (
        f"<!doctype html><html lang=en><head><title>{title} | {host}</title></head><body>"
        f"<nav><a href=/>Home</a> <a href=/news>News</a></nav><main><article><h1>{title}</h1>{body}"
        f"</article></main><footer>{host}, all rights reserved</footer></body></html>"
    )
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}".encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://{host}/growth-{number}\r\n"
        f"WARC-Date: {now:%Y-%m-%dT%H:%M:%SZ}\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"
