"""`make newsroom`: the embedded newsroom on loopback, to try copydesk by hand; Enter publishes an edition.

Run as `python -m newsroom.serve [--port FIRST]` with tests/ on the path. It ends with Ctrl-C or at the end of
standard input.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime

from newsroom.newsroom import Newsroom


def main() -> int:
    parser = argparse.ArgumentParser(prog="newsroom.serve", description="The embedded newsroom of copydesk.")
    parser.add_argument("--port", type=int, default=8700)
    port = parser.parse_args().port
    try:
        newsroom = Newsroom(port=port, opened_at=_now())
    except OSError as error:
        print(f"newsroom: ports {port} and up on 127.0.0.1 are needed ({error}); is a demo running?")
        return 1
    with newsroom:
        for outlet in newsroom.outlets:
            print(f"{outlet.name}: {newsroom.home(outlet.name)}")
        print("Enter publishes the next edition, Ctrl-C ends", flush=True)
        for _ in sys.stdin:
            newsroom.publish_next_edition(_now())
            print(f"edition {newsroom.edition} is out", flush=True)
    return 0


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(0)
