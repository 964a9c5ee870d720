"""The versions that a run was made with."""

from __future__ import annotations

import json
from importlib.metadata import version

PACKAGES = ("copydesk", "scrapy", "trafilatura", "datasketch", "prefect", "duckdb", "pyarrow")


def versions_json() -> str:
    """Versions of copydesk and its libraries as a JSON object."""
    return json.dumps({package: version(package) for package in PACKAGES})
