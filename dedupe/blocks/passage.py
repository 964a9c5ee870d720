"""A block of a page, as the block model takes it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from dedupe.blocks.fingerprint import BlockWords, block_words, label_template, template
from dedupe.blocks.phrases import cue, form_phrase, label_before, label_kind


@dataclass(frozen=True)
class Passage:
    """A paragraph-level unit of a page.

    `kind` is the page's structural kind, `link_density` the share of letters that are link text. `is_aside`:
    the page itself sets it apart from its text, as it does captions and links to other stories.
    """

    text: str
    kind: str = "paragraph"
    link_density: float = 0.0
    is_aside: bool = False

    @cached_property
    def fingerprint(self) -> int:
        """The key by which it is the same as others."""
        return self._words.fingerprint

    @cached_property
    def word_count(self) -> int:
        """How many words it has."""
        return self._words.count

    @property
    def word_keys(self) -> bytes:
        """The keys of its words (see `BlockWords`)."""
        return self._words.keys

    @cached_property
    def _words(self) -> BlockWords:
        return block_words(self.text)

    @cached_property
    def template(self) -> int | None:
        """Its template, where it has a cue phrase: paragraphs of news may begin and end alike, too.

        Behind a label stands the headline of another story, which no other block has.
        """
        wording = template(self.text)
        if wording is None or not cue(self.text):
            return None
        label = label_before(self.text)
        return label_template(label) if label else wording

    @cached_property
    def label(self) -> str | None:
        """What it is a label of, where the whole block only tells of what is around the story."""
        return label_kind(self.text)

    @cached_property
    def form(self) -> str | None:
        """Which of the fixed phrases of forms it is, if any."""
        return form_phrase(self.text)

    def prepared(self) -> Passage:
        """The same passage, all that its text alone tells made: pickled, it takes that along."""
        _ = self.fingerprint, self.word_count, self.template
        if not self.is_aside:  # of what is set apart these are never asked
            _ = self.label, self.form
        return self
