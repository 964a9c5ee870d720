"""Addresses that were taken down: refused again, without being written down again."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from spiders.identity import without_variant


@dataclass(frozen=True)
class Erased:
    """The hashes of erased addresses: SHA-256 of the normalised form, in hex."""

    hashes: Collection[str] = frozenset()

    def stands_for(self, url: str) -> str | None:
        """What the ledger writes in place of an erased address, AMP and print forms too; None for others."""
        if not self.hashes:
            return None
        for form in (url, without_variant(url)[0]):
            digest = hashlib.sha256(form.encode()).hexdigest()
            if digest in self.hashes:
                return f"erased:{digest[:16]}"
        return None
