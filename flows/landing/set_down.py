"""What was extracted, kept while its part lands.

Where several machines write, it may be wanted again (`flows.landing.lost_race`), and is set down in a file
meanwhile, for it takes much memory. In a lake of this machine nobody else commits: it is wanted once.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flows.stages.extract import Extracted
from warehouse.base.data_folder import DataFolder

TakeUp = Callable[[], Extracted]
"""What was set down, as often as it may be wanted."""


@contextmanager
def set_down(data: DataFolder, name: str, extracted: Extracted) -> Iterator[TakeUp]:
    """A file of the data folder's tmp/ that only this process reads, and that goes with it.

    Of a lake of this machine what was extracted itself, which is gone once it is taken up.
    """
    if data.catalog_url is None:
        held = [extracted]
        del extracted
        yield held.pop
        return
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
