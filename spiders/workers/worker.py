"""One extraction worker: `python -m spiders.workers.worker FD LIMITS`.

It takes (page, rules) from a pipe and returns what `extract` gives. Its CPU time per page and its memory
are limited by the kernel (setitimer, RLIMIT_AS), so that a page which is stuck inside a C library dies too.
"""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection

from spiders.extraction.extract import extract, warm_up
from spiders.extraction.model import Extraction, ExtractionRules, Refusal
from spiders.workers.limits import WorkerLimits
from warehouse.tables import Page
from warehouse.values import RejectionReason

logger = logging.getLogger(__name__)

OBJECTS_BETWEEN_LOOKS = 50_000
"""How many more objects there are before they are looked through for ones that only hold each other. A page's
tree and blocks, some thousands, make no such circles; to look through them every 700 took 5 % of the time."""

Extract = Callable[[Page, ExtractionRules], Extraction | Refusal]
"""What is done with a page."""


def serve(arguments: Sequence[str], extract_page: Extract = extract) -> None:
    """Extract until the parent closes the pipe; `arguments` are those of the process."""
    pipe, limits = Connection(int(arguments[0])), WorkerLimits.from_arguments(arguments[1:])
    limits.hold_memory()
    warm_up()
    gc.freeze()  # what is loaded stays, and is not looked through for circles
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS)
    while True:
        try:
            page, rules = pipe.recv()
        except EOFError:
            return
        limits.start_page()
        result = extracted(page, rules, extract_page)
        limits.end_page()
        pipe.send(result)


def extracted(page: Page, rules: ExtractionRules, extract_page: Extract) -> Extraction | Refusal:
    """What `extract_page` gives; where it fails, which it should not, the page is set aside for replay."""
    try:
        return extract_page(page, rules)
    except Exception as error:  # any page's content may get here, MemoryError included
        logger.exception("extraction failed on %s", page.url)
        return Refusal(RejectionReason.EXTRACTOR_DIED, f"{type(error).__name__}: {error}"[:300])


if __name__ == "__main__":
    serve(sys.argv[1:])
