"""URLs: their normal form, the site they belong to, and which article a page is."""

from spiders.identity.canonical_url import identify

__all__ = ["identify"]
