"""What a text must have to speak for boilerplate at its end: a story of its own before it."""

MIN_DOCUMENTS = 4
MIN_OWN_WORDS = 25.0
MIN_OWN_OF_STORY = 0.6
MIN_AGREEING = 0.8
MIN_SENTENCE_WORDS = 4.0
"""Shorter sentences end many texts by chance; between boilerplate they go with it."""
