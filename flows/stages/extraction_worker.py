"""One extraction worker of a run: it also makes of a page what cleaning asks of it alone.

What stays in the process that lands is asked of history, or of several pages together.
"""

from __future__ import annotations

import sys

from flows.cleaning.correction_notes import note_kinds
from flows.draft import PreparedExtraction, identity_of, passages_of
from spiders.extraction.extract import extract
from spiders.extraction.model import Extraction, ExtractionRules, Refusal
from spiders.identity.canonical_url import Identity
from spiders.identity.urls import UrlError
from spiders.workers.worker import serve
from warehouse.tables import Page
from warehouse.values import RejectionReason


def extract_and_prepare(page: Page, rules: ExtractionRules) -> Extraction | Refusal:
    """What `extract` gives, prepared."""
    found = extract(page, rules)
    if isinstance(found, Refusal):
        return found
    try:
        return prepared(found, identity_of(page, found))
    except UrlError as error:
        return Refusal(RejectionReason.BAD_URL, str(error))


def prepared(extraction: Extraction, identity: Identity) -> PreparedExtraction:
    """An extraction with all that its page alone tells."""
    passages = tuple(passage.prepared() for passage in passages_of(extraction))
    own = [passage.text for passage in passages if not passage.is_aside]
    _ = identity.domain, identity.site  # pickled, it takes them along
    kinds = note_kinds(own)
    return PreparedExtraction(**vars(extraction), passages=passages, note_kinds=kinds, identity=identity)


if __name__ == "__main__":
    serve(sys.argv[1:], extract_and_prepare)
