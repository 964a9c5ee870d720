"""Repeated blocks in a site: which paragraphs belong to the site and not to the story."""

from dedupe.blocks.decide import Cut, Cutting, Hints, cut
from dedupe.blocks.fingerprint import fingerprint, words
from dedupe.blocks.model import SiteModel
from dedupe.blocks.observe import Document, Observation, Observed, observe

__all__ = [
    "Cut",
    "Cutting",
    "Document",
    "Hints",
    "Observation",
    "Observed",
    "SiteModel",
    "cut",
    "fingerprint",
    "observe",
    "words",
]
