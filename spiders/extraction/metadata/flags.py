"""What a reader of an article has to know of its page: it is one of several parts, a live blog, or short.

Theory. A page of an article in parts (`parts.py`) holds a part of the text; where the parts are not joined
(`flows/stages/join_parts.py`) the row says so. Live blogs state that they are one; their text grows, and the
oldest part of it may be on another page. A text of a few words may be a report, and may be a caption or a
teaser that was left of one: its row says that it is short. A mistake is a remark too many or too few.
"""

from __future__ import annotations

from collections.abc import Sequence

from spiders.extraction.markup.structured import Structured, is_live_blog
from spiders.extraction.model import ExtractedBlock
from spiders.extraction.walls.facts import is_short
from spiders.identity.parts import ArticlePart

ONE_OF_PARTS = "one_of_parts"
LIVE_BLOG = "live_blog"
SHORT = "short"


def flags_of(stated: Structured, part: ArticlePart | None, own: Sequence[ExtractedBlock]) -> tuple[str, ...]:
    """Flags of the row that follow from the page's form; `own` are the blocks of its text."""
    return (
        (ONE_OF_PARTS,) * (part is not None) + (LIVE_BLOG,) * is_live_blog(stated) + (SHORT,) * is_short(own)
    )
