"""Detecting the language of a text, by one model for the whole process."""

from __future__ import annotations

from functools import cache

from spiders.languages.detector import LanguageDetector
from spiders.languages.kept_model import PACKED, kept_model, user_folder


def detected_language(text: str) -> str:
    """The likeliest language of a text (ISO 639), as py3langid says it."""
    return _detector().classify(text)[0]


@cache
def _detector() -> LanguageDetector:
    return LanguageDetector(kept_model(PACKED, user_folder()))
