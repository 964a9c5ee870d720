"""Whether feeds are read as feedparser reads them, on feedparser's own test feeds.

    python benchmarks/crawl/feeds.py

The set is `tests/` of feedparser's source distribution, fetched with pip into a temporary folder. Compared
are the URLs of the entries; a feed counts as read alike when both give the same set. CDF is not read at
all, and ids that are no URLs make none, which feedparser does; these feeds are listed.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tarfile
import tempfile
import warnings
from importlib.metadata import version
from pathlib import Path

import feedparser

from spiders.discovery.feeds import read_feed
from spiders.discovery.links import UnreadableDocument
from spiders.encodings.stated_charset import with_charset
from spiders.identity.urls import UrlError, resolve

AT = "http://127.0.0.1:8097/feed.xml"
_TYPE = re.compile(rb"Header:\s*Content-type:\s*(.*)", re.IGNORECASE)


def main() -> None:
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory(prefix="copydesk-") as folder:
        feeds = sorted(path for path in _tests(Path(folder)).rglob("*") if path.suffix in (".xml", ".json"))
        differing = [path for path in feeds if not _is_alike(path)]
    print(
        f"feedparser {version('feedparser')}: {len(feeds) - len(differing)} of {len(feeds)} feeds read alike"
    )
    print(*(f"  {path.parent.name}/{path.name}" for path in differing), sep="\n")
    sys.exit(len(differing) * 100 > len(feeds))


def _tests(folder: Path) -> Path:
    wanted = f"feedparser=={version('feedparser')}"
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", wanted]
    subprocess.run(pip, cwd=folder, check=True)
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return next(folder.glob("feedparser-*/tests"))


def _is_alike(path: Path) -> bool:
    body = path.read_bytes()
    stated = _TYPE.search(body[:3_000])
    content_type = stated[1].decode("latin-1").strip() if stated else None
    headers = {"content-location": AT} | ({"content-type": content_type} if content_type else {})
    entries = feedparser.parse(io.BytesIO(body), response_headers=headers).entries
    theirs = {_normal(entry.get("feedburner_origlink") or entry.get("link")) for entry in entries}
    try:
        ours = {link.url for link in read_feed(with_charset(body, content_type), AT, 5_000).links}
    except UnreadableDocument:
        ours = set()
    return ours == theirs - {None}


def _normal(url: str | None) -> str | None:
    try:
        return resolve(url or "", AT)
    except UrlError:
        return None


if __name__ == "__main__":
    main()
