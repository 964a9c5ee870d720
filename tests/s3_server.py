"""An S3 server on loopback (moto), whose requests can be counted, refused or made the last ones."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import Request, urlopen

BUCKET = "newsroom"


@contextmanager
def s3_server() -> Iterator[str]:
    """The endpoint of a server that has one empty bucket."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    try:
        yield endpoint
    finally:
        server.stop()


def empty_bucket(endpoint: str) -> None:
    """Forget everything, and create the bucket again."""
    urlopen(Request(f"{endpoint}/moto-api/reset", method="POST"), timeout=400).close()
    urlopen(Request(f"{endpoint}/{BUCKET}", method="PUT"), timeout=400).close()
