"""Repeated blocks in a site: which paragraphs belong to the site and not to the story."""

from dedupe.blocks.decide import Cut, Cutting, cut, positions
from dedupe.blocks.fingerprint import fingerprint_of, words
from dedupe.blocks.model import FEWEST, MOST, SiteModel
from dedupe.blocks.observe import Observation, Observed, PageBlocks, observe
from dedupe.blocks.passage import Passage
from dedupe.blocks.phrases import lowered
from dedupe.blocks.recount import recount
from dedupe.blocks.suspect import Hints

__all__ = [
    "FEWEST",
    "MOST",
    "Cut",
    "Cutting",
    "Hints",
    "Observation",
    "Observed",
    "PageBlocks",
    "Passage",
    "SiteModel",
    "cut",
    "fingerprint_of",
    "lowered",
    "observe",
    "positions",
    "recount",
    "words",
]
