"""Serves the demo newsroom's outlet of many stories until its standard input ends."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from newsroom import Newsroom

with Newsroom(only=["bulk-reporter"], bulk=int(sys.argv[1])) as room:
    urls = [url for url in room.truth if "/reports/" in url]
    print(json.dumps({"home": room.home("bulk-reporter"), "urls": urls}), flush=True)
    sys.stdin.buffer.read()
