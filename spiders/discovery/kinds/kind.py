"""What a kind of discovery document is: a name, a configuration key, usual paths and a parser."""

from __future__ import annotations

from datetime import datetime

from spiders.discovery.links import DocumentLinks


class DiscoveryKind:
    """One kind of discovery document. A kind is a subclass in a file of its own and a line of `KINDS`.

    `name` is its value in the columns `discovery` and `kind` (`warehouse.values.Discovery`, `FetchKind`),
    `key` the configuration key of a source that lists its URLs, `paths` where it stands on many sites, most
    likely first.
    """

    name: str
    key: str
    paths: tuple[str, ...] = ()

    def owns(self, url: str) -> bool:
        """Whether a URL listed under `key` is of this kind, where several kinds share the key."""
        return True

    def read(self, body: bytes, url: str, limit: int, since: datetime | None) -> DocumentLinks:
        """The newest `limit` links of the document fetched from `url`. Raises UnreadableDocument.

        `since` leaves out what is dated before it, where old entries are usual.
        """
        raise NotImplementedError
