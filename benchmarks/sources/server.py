"""Thousands of sites on loopback, an IP address each: a front page, a feed with one story, and that story.

    python benchmarks/sources/server.py PORT

Every document has an ETag and is a 304 for whoever knows it.
"""

from __future__ import annotations

import asyncio
import sys

ITEM = "<item><title>{0}</title><link>{1}/2026/11/28/one-story-of-this-very-site</link></item>"
STORY = (
    "<p>The council of district {0} met on Saturday and agreed upon its plan number {0} after long talks.</p>"
)


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while request := await reader.readuntil(b"\r\n\r\n"):
            writer.write(_response(request.decode("latin-1")))
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


def _response(request: str) -> bytes:
    head, *lines = request.split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    path, host = head.split(" ")[1], headers["host"]
    body = _body(path, f"http://{host}")
    if body is None:
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    if "if-none-match" in headers:
        return b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\nContent-Length: 0\r\n\r\n'
    kind = "application/rss+xml" if path == "/rss.xml" else "text/html"
    return (
        f'HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nETag: "1"\r\nContent-Length: {len(body)}\r\n\r\n{body}'
    ).encode()


def _body(path: str, origin: str) -> str | None:
    if path == "/":
        return f"<html><title>{origin}</title><body><h1>News of {origin}</h1></body></html>"
    if path == "/rss.xml":
        return (
            f"<rss><channel><title>{origin}</title>{ITEM.format(f'News of {origin}', origin)}</channel></rss>"
        )
    if path.startswith("/2026/"):
        number = origin.replace(".", "").rpartition("127")[2]
        story = STORY.format(number) * 4
        title = f"News of {origin}"
        text = f"<article><h1>{title}</h1>{story}</article>"
        return f"<html><title>{title}</title><body>{text}</body></html>"
    return None


async def _run(port: int) -> None:
    server = await asyncio.start_server(_serve, "0.0.0.0", port, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_run(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
