"""The notice that a site uses cookies, where it was taken for the beginning or the end of a text.

Theory. Where a page names no element as its article, the search takes all long text, the notice over or under
the story among it: one short block, in the same few words on all sites. So such a block is `foreign` among
the first two and the last two of a text, unless the title is about cookies, too. Known exceptions: languages
whose words are not in the list. A mistake costs a paragraph at an end.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from spiders.extraction.model import ASIDE_KINDS, ExtractedBlock
from spiders.extraction.walls.words import CONSENT_NOTICE, CONSENT_TOPIC, COOKIES

Blocks = tuple[ExtractedBlock, ...]

END_BLOCKS = 2
MAX_CHARS = 400


def mark_notices(blocks: Blocks, titles: Iterable[str]) -> Blocks:
    """The blocks, notices about cookies at either end being `foreign`."""
    own = [index for index, block in enumerate(blocks) if block.kind not in ASIDE_KINDS]
    ends = {*own[:END_BLOCKS], *own[-END_BLOCKS:]}
    found = {index for index in ends if _is_notice(blocks[index].text)}
    if not found or len(found) == len(own) or any(map(CONSENT_TOPIC.search, titles)):
        return blocks
    return tuple(
        replace(block, kind="foreign") if index in found else block for index, block in enumerate(blocks)
    )


def _is_notice(text: str) -> bool:
    if len(text) > MAX_CHARS or not any(map(text.casefold().__contains__, COOKIES)):
        return False
    return CONSENT_NOTICE.search(text) is not None
