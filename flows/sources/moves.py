"""Documents of a source that the site has moved for good, and the configuration with their new addresses.

A move counts when the last LOOKS looks at a document were all answered by the same other address, each by
permanent redirects alone (301, 308; RFC 9110, 15.4): sites answer from elsewhere while they are mended, and
send people to pages of consent or of their country with the others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from spiders.fetching.response_outcome import MOVED
from spiders.identity.urls import normalise
from spiders.sources.source import Source
from warehouse.query.connection import connect
from warehouse.snapshots.snapshot import Snapshot

LOOKS = 3

_LOOKS = """
SELECT url, list(final_url ORDER BY discovered_at DESC)[1:$looks],
       list(coalesce(contains(detail, $moved), false) ORDER BY discovered_at DESC)[1:$looks]
FROM landed.fetches
WHERE source = $source AND kind <> 'article' AND outcome IN ('fetched', 'unchanged')
GROUP BY url
"""


def moves(snapshot: Snapshot | None, source: Source) -> dict[str, str]:
    """New addresses of a source's documents, by the old ones as its table writes them."""
    values = {"looks": LOOKS, "moved": MOVED, "source": source.name}
    with connect(snapshot) as database:
        rows = database.execute(_LOOKS, values).fetchall()
    found = {url: targets[0] for url, targets, moved in rows if is_move(url, targets, moved)}
    written = (source.home, *source.feeds, *source.sitemaps, *source.sections)
    return {url: found[normalise(url)] for url in written if normalise(url) in found}


def is_move(url: str, targets: list[str | None], moved: list[bool]) -> bool:
    """Whether the last looks at a document, where they were answered and whether for good, are a move."""
    return len(moved) == LOOKS and all(moved) and len(set(targets)) == 1 and targets[0] not in (None, url)


def with_moves(config: str, name: str, found: Mapping[str, str]) -> str:
    """The text of a configuration with new addresses in the table of a source; all else stays as it is."""
    table = re.search(
        rf"^\[sources\.[\"']?{re.escape(name)}[\"']?\][^\n]*\n(?:(?!\[)[^\n]*\n?)*", config, re.MULTILINE
    )
    if table is None:
        return config
    text = table[0]
    for old, new in found.items():
        for quote in "\"'":
            text = text.replace(f"{quote}{old}{quote}", f"{quote}{new}{quote}")
    return config[: table.start()] + text + config[table.end() :]
