"""Who is told how far an index, or a check, is. What shows progress stands above this package."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol


class IndexStage(Protocol):
    """Is told of one index."""

    def advance(self, count: int = 1) -> None:
        """`count` more texts are in it."""


class IndexProgress(Protocol):
    """Is told when an index is begun."""

    def stage(
        self, name: str, total: int | None = None, unit: str = "pages"
    ) -> AbstractContextManager[IndexStage]:
        """An index of so many texts, which is whole when the context ends."""


class _Nobody:
    def advance(self, count: int = 1) -> None:
        pass

    @contextmanager
    def stage(self, name: str, total: int | None = None, unit: str = "pages") -> Iterator[IndexStage]:
        yield self


SILENT: IndexProgress = _Nobody()
"""Nobody is told."""
