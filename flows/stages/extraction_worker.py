"""One extraction worker of a run: it also makes of a page's blocks what cleaning asks of them alone.

What stays in the process that lands is asked of history, or of several pages together.
"""

from __future__ import annotations

import sys

from flows.cleaning.correction_notes import note_kinds
from flows.draft import PreparedExtraction, passages_of
from spiders.extraction.extract import extract
from spiders.extraction.model import Extraction, ExtractionRules, Refusal
from spiders.workers.worker import serve
from warehouse.tables import Page


def extract_and_prepare(page: Page, rules: ExtractionRules) -> Extraction | Refusal:
    """What `extract` gives, prepared."""
    found = extract(page, rules)
    return found if isinstance(found, Refusal) else prepared(found)


def prepared(extraction: Extraction) -> PreparedExtraction:
    """An extraction with all that its blocks alone tell."""
    passages = tuple(passage.prepared() for passage in passages_of(extraction))
    own = [passage.text for passage in passages if not passage.is_aside]
    return PreparedExtraction(**vars(extraction), passages=passages, note_kinds=note_kinds(own))


if __name__ == "__main__":
    serve(sys.argv[1:], extract_and_prepare)
