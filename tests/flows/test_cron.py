"""Schedules are checked as Prefect reads them."""

from __future__ import annotations

import pytest

from flows.orchestration.cron import NotACron, checked_cron


@pytest.mark.parametrize("text", ["5 * * * *", "*/15 6-22 * * 1-5", "@hourly"])
def test_an_expression_is_taken_as_it_is(text: str) -> None:
    assert checked_cron(text) == text


@pytest.mark.parametrize("text", ["hourly", "99 * * * *", ""])
def test_what_is_none_is_named_with_an_example(text: str) -> None:
    with pytest.raises(NotACron, match=r'is not a cron expression like "5 \* \* \* \*"'):
        checked_cron(text)
