"""Addresses that were taken down: refused again, without being written down again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from spiders.identity.canonical_url import without_variant
from warehouse.erasure.hashing import hash_of

_MARK = "erased:"


@dataclass(frozen=True)
class Erased:
    """The hashes of erased addresses: SHA-256 of the normalised form, in hex."""

    hashes: Collection[str] = frozenset()

    def stands_for(self, url: str) -> str | None:
        """What the ledger writes in place of an erased address, AMP and print forms too; None for others."""
        if not self.hashes:
            return None
        for form in (url, without_variant(url)[0]):
            digest = hash_of(form)
            if digest in self.hashes:
                return stand_in(digest)
        return None


def stand_in(digest: str) -> str:
    """What the ledger writes in place of an address with such a hash."""
    return _MARK + digest


def digest_of(url: str) -> str | None:
    """The hash of the address that a stand-in stands for; None for an address."""
    return url.removeprefix(_MARK) if url.startswith(_MARK) else None
