"""SeaweedFS, an S3 server that nobody here wrote, on loopback: it can be killed and started again."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from s3_server import BUCKET

WEED = shutil.which("weed", path=Path(sys.executable).parent)
SECONDS_TO_START = 120
PORTS = tuple(f"{part}.port{kind}" for part in ("master", "volume", "filer", "s3") for kind in ("", ".grpc"))
UNUSED = ("s3.port.iceberg", "s3.port.lance")


class SeaweedServer:
    """One server with its files in `folder`, which outlive it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ports = dict(zip(PORTS, _free_ports(len(PORTS)), strict=True)) | dict.fromkeys(UNUSED, 0)
        self.endpoint = f"http://127.0.0.1:{self._ports['s3.port']}"
        self.start()

    def start(self) -> None:
        """Start it, open to every key, and wait until it has the bucket. Raises TimeoutError."""
        self._folder.mkdir(exist_ok=True)
        ports = [f"-{name}={port}" for name, port in self._ports.items()]
        options = ["-s3", "-ip=127.0.0.1", f"-dir={self._folder}", "-master.electionTimeout=1s", *ports]
        with (self._folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(WEED), "server", *options],
                env={name: value for name, value in os.environ.items() if not name.startswith("AWS_")},
                stdout=log,
                stderr=log,
            )
        until = time.monotonic() + SECONDS_TO_START
        while not self._has_bucket():
            if time.monotonic() > until or self._process.poll() is not None:
                self.kill()
                raise TimeoutError(f"SeaweedFS did not start; see {self._folder}/server.log")
            time.sleep(0.1)

    def kill(self) -> None:
        """End it as a power cut does."""
        self._process.kill()
        self._process.wait()

    def _has_bucket(self) -> bool:
        try:
            urlopen(Request(f"{self.endpoint}/{BUCKET}", method="PUT"), timeout=10).close()
        except (URLError, OSError) as error:
            return getattr(error, "code", None) == 409
        return True


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for some in sockets:
            some.bind(("127.0.0.1", 0))
        return [some.getsockname()[1] for some in sockets]
