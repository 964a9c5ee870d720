"""The newsroom, opened once for tests that only read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from newsroom import Newsroom


@pytest.fixture(scope="session")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom() as opened:
        yield opened
