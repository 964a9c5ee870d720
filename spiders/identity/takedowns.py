"""URLs that were taken down: refused again, without being written down again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from spiders.identity.canonical_url import without_variant
from spiders.identity.former_hosts import urls_at
from warehouse.erasure.hashing import hash_of

_PREFIX = "erased:"


@dataclass(frozen=True)
class Takedowns:
    """The hashes of erased URLs: SHA-256 of the normalised form, in hex."""

    hashes: Collection[str] = frozenset()
    former_hosts: Collection[str] = ()
    """Hosts at which the site stood before: what was taken down there stays taken down."""

    def placeholder_for(self, url: str) -> str | None:
        """What the ledger writes in place of an erased URL, AMP and print forms too; None for others."""
        if not self.hashes:
            return None
        for form in (url, without_variant(url)[0]):
            for known in (form, *urls_at(form, self.former_hosts)):
                digest = hash_of(known)
                if digest in self.hashes:
                    return placeholder(digest)
        return None


def placeholder(digest: str) -> str:
    """What the ledger writes in place of a URL with such a hash."""
    return _PREFIX + digest


def hash_in_placeholder(url: str) -> str | None:
    """The hash of the URL that a stand-in stands for; None for a URL."""
    return url.removeprefix(_PREFIX) if url.startswith(_PREFIX) else None
