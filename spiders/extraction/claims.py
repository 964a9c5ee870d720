"""What one place says of one fact: the evidence that a title or the authors are chosen from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

SITE_NAME = "site's name"


@dataclass(frozen=True)
class Claim:
    """A value and where it stands: jsonld, og, twitter, heading, page_title, meta, byline, feed or sitemap.

    `names` is the value where it is a list of names, `text` where it is one text.
    """

    origin: str
    text: str = ""
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.origin}: {self.text or ', '.join(self.names)}"


def first(claims: Iterable[Claim], origin: str) -> Claim | None:
    return next((claim for claim in claims if claim.origin == origin), None)
