"""The updates of a live blog that shows only the newest of them.

Theory. A live blog states its updates (schema.org `liveBlogUpdate`). One that shows all of them is one text,
which grows. One that is cut into pages shows some of them, others at every look: what stays is its head, the
text above the first update, and its row would be revised in every run for the rest. So there the updates are
set apart. Exceptions: a live blog whose pages a script loads is taken for one that shows all. A mistake hides
the updates of one page, which are kept as removed blocks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spiders.extraction.body.trim import plain_words
from spiders.extraction.markup.structured import Structured, texts
from spiders.extraction.model import ExtractedBlock, story_blocks
from spiders.extraction.walls.facts import count_words

MIN_HEAD_WORDS = 40
MIN_CHARS = 20
MOST_UPDATES = 100


def without_updates(blocks: tuple[ExtractedBlock, ...], stated: Structured) -> tuple[ExtractedBlock, ...]:
    """The blocks, those from the first update on as `foreign`, where there is a head before it."""
    told = "\n".join(_updates(stated))
    first = next((index for index, block in enumerate(blocks) if _is_told(block, told)), len(blocks))
    head = story_blocks(blocks[:first])
    if sum(count_words(block.text) for block in head) < MIN_HEAD_WORDS:
        return blocks
    return (*blocks[:first], *(replace(block, kind="foreign") for block in blocks[first:]))


def _updates(stated: Structured) -> Iterator[str]:
    for node in stated.nodes:
        updates = node.get("liveBlogUpdate")
        for update in updates[:MOST_UPDATES] if isinstance(updates, list) else ():
            if isinstance(update, dict):
                for key in ("headline", "articleBody"):
                    yield from map(plain_words, texts(update.get(key)))


def _is_told(block: ExtractedBlock, told: str) -> bool:
    text = plain_words(block.text)
    return len(text) >= MIN_CHARS and text in told
