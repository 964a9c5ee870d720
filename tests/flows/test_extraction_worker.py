"""What cleaning needs of a page's blocks alone comes from the process that extracted it."""

from __future__ import annotations

from landed_pages import article_html, landed_page

from flows.draft import PreparedExtraction, identity_of, passages_of
from flows.stages.extract import WORKER
from spiders.extraction.extract import extract
from spiders.extraction.model import Extraction
from spiders.workers.pool import NO_RULES, extract_pages

PROMO = "Sign up for our newsletter about this, that and the other."
CORRECTION = "Correction: an earlier version of this article misstated the year."
STORY = [f"The council voted on the {word} budget after a long debate in the hall." for word in "abcdefgh"]


def test_a_worker_gives_what_is_extracted_here_and_what_its_blocks_tell() -> None:
    page = landed_page(article_html(*STORY, CORRECTION, PROMO))
    ((_, found),) = extract_pages([page], {}, 1, module=WORKER)
    here = extract(page, NO_RULES)
    assert isinstance(found, PreparedExtraction)
    assert isinstance(here, Extraction)
    told = {"passages": found.passages, "note_kinds": found.note_kinds, "identity": identity_of(page, here)}
    assert {**vars(here), **told} == vars(found)
    assert [vars(passage.prepared()) for passage in passages_of(here)] == list(map(vars, found.passages))
    assert {kind for kind in found.note_kinds.values() if kind} == {"correction"}
