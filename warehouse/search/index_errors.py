"""Whether the search index can be read: what tantivy makes of damaged files.

It raises ValueError for some damage and panics at other; a panic comes as an exception of pyo3 that derives
from BaseException and cannot be imported. Both mean the same here: the index must be rebuilt.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.base.errors import CopydeskError


class UnreadableIndex(CopydeskError):
    """The search index is damaged. It holds nothing that cannot be had again."""

    def __init__(self, folder: Path, problem: str) -> None:
        super().__init__(folder, problem)
        self.folder = folder
        self.problem = problem

    def __str__(self) -> str:
        return (
            f"{self.folder}: the search index cannot be read ({self.problem}); run `copydesk fsck --repair`"
        )


@contextmanager
def unreadable_index_errors(folder: Path) -> Iterator[None]:
    """Whatever tantivy says of damaged files within is UnreadableIndex."""
    try:
        yield
    except ValueError as error:
        raise UnreadableIndex(folder, str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableIndex(folder, str(error)) from error
