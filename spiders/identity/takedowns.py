"""Addresses that were taken down: refused again, without being written down again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from spiders.identity.canonical_url import without_variant
from spiders.identity.former_hosts import urls_at
from warehouse.erasure.hashing import hash_of

_MARK = "erased:"


@dataclass(frozen=True)
class Erased:
    """The hashes of erased addresses: SHA-256 of the normalised form, in hex."""

    hashes: Collection[str] = frozenset()
    former_hosts: Collection[str] = ()
    """Hosts at which the site stood before: what was taken down there stays taken down."""

    def stands_for(self, url: str) -> str | None:
        """What the ledger writes in place of an erased address, AMP and print forms too; None for others."""
        if not self.hashes:
            return None
        for form in (url, without_variant(url)[0]):
            for known in (form, *urls_at(form, self.former_hosts)):
                digest = hash_of(known)
                if digest in self.hashes:
                    return stand_in(digest)
        return None


def stand_in(digest: str) -> str:
    """What the ledger writes in place of an address with such a hash."""
    return _MARK + digest


def digest_of(url: str) -> str | None:
    """The hash of the address that a stand-in stands for; None for an address."""
    return url.removeprefix(_MARK) if url.startswith(_MARK) else None
