"""The root of every error that copydesk raises on purpose."""

from __future__ import annotations


class CopydeskError(Exception):
    """An error with one clear line for people: what is wrong, where, and what to do.

    Subclasses carry the identity of what failed (url, source, path …) as attributes and pass their
    arguments on unchanged, so that they pickle across processes.
    """
