"""Where the columns of `articles` that a page fills come from: a line a column.

A column is declared in `warehouse/tables/article.py`: its type, its meaning, how it is stored. Here stands
where extraction gets it; rows, files, views, exports and the data dictionary follow from these two.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from spiders.extraction.dates.choose_dates import published_day_of
from spiders.extraction.metadata.descriptive import description_of, image_of, section_of, tags_of
from spiders.extraction.metadata.flags import flags_of
from spiders.extraction.metadata.language import region_of
from spiders.extraction.metadata.licence import licence_of
from spiders.extraction.page_reading import PageReading
from spiders.politeness.preferences import agreed
from spiders.politeness.rights import training_allowed
from warehouse.values import WallKind

FROM_PAGE: Mapping[str, Callable[[PageReading], Any]] = {
    "page_id": lambda read: read.page.page_id,
    "source": lambda read: read.page.source,
    "url": lambda read: read.page.final_url,
    "amp_url": lambda read: read.linked("amphtml"),
    "title": lambda read: read.title.text if read.title else None,
    "title_origin": lambda read: title_origin(read),
    "description": lambda read: description_of(read.stated),
    "authors": lambda read: read.authors.names if read.authors else (),
    "authors_origin": lambda read: read.authors.origin if read.authors else None,
    "section": lambda read: section_of(read.stated),
    "tags": lambda read: tags_of(read.stated),
    "language": lambda read: read.language,
    "language_region": lambda read: region_of(read.language, read.language_tags),
    "image_url": lambda read: image_of(read.stated, read.page.final_url),
    "published_at": lambda read: read.published.at if read.published else None,
    "published_raw": lambda read: read.published.raw if read.published else None,
    "published_precision": lambda read: read.published.precision if read.published else None,
    "published_origin": lambda read: read.published.origin if read.published else None,
    "published_day": lambda read: published_day_of(read.dates, read.published),
    "modified_at": lambda read: read.modified.at if read.modified else None,
    "flags": lambda read: flags_of(read.stated, read.part, read.own_blocks),
    "is_free": lambda read: read.wall is None,
    "wall": lambda read: WallKind.NONE if read.wall is None else WallKind.PAYWALL,
    "license": lambda read: licence_of(read.page, read.tree, read.stated),
    "robots_allowed": lambda read: read.page.robots_allowed,
    "tdm_reserved": lambda read: read.page.tdm_reserved,
    "ai_train_allowed": lambda read: agreed(
        [read.page.robots_ai_allowed, training_allowed(read.page.headers, read.stated.meta)]
    ),
    "discovery": lambda read: read.page.discovery,
    "discovery_url": lambda read: read.page.discovery_url,
    "discovered_at": lambda read: read.page.discovered_at,
    "fetched_at": lambda read: read.page.fetched_at,
}
"""By column: what of a page that was read is its value."""


def title_origin(read: PageReading) -> str | None:
    """Where the title stood; a title that came with the link stood where the link did."""
    if read.title is None:
        return None
    return read.link_origin if read.title.origin == "link" else read.title.origin


def columns_of(read: PageReading) -> dict[str, Any]:
    """The columns of `articles` that a page fills."""
    return {name: value(read) for name, value in FROM_PAGE.items()}
