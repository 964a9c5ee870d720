"""What was extracted, set down in a file while its part lands: it takes much memory, and is wanted again."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flows.stages.extract import Extracted
from warehouse.base.data_folder import DataFolder

TakeUp = Callable[[], Extracted]
"""What was set down, as often as it is wanted."""


@contextmanager
def set_down(data: DataFolder, name: str, extracted: Extracted) -> Iterator[TakeUp]:
    """A file of the data folder's tmp/ that only this process reads, and that goes with it."""
    data.tmp.mkdir(parents=True, exist_ok=True)
    path = data.tmp / f"{name}.extracted"
    with path.open("wb") as file:
        pickle.dump(extracted, file, pickle.HIGHEST_PROTOCOL)

    def take_up() -> Extracted:
        with path.open("rb") as file:
            found: Extracted = pickle.load(file)
            return found

    try:
        yield take_up
    finally:
        path.unlink(missing_ok=True)
