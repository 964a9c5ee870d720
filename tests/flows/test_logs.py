from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from flows.display.logs import OURS, configure_logs


@pytest.fixture(autouse=True)
def loggers_as_they_were() -> Iterator[None]:
    before = {name: (logging.getLogger(name).level, logging.getLogger(name).handlers) for name in OURS}
    yield
    for name, (level, handlers) in before.items():
        logging.getLogger(name).setLevel(level)
        logging.getLogger(name).handlers = handlers


def test_lines_are_warnings_that_a_terminal_does_not_obey(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("lines")
    logging.getLogger("flows.ingestion.ingest").info("not shown")
    logging.getLogger("flows.ingestion.ingest").warning(
        "failed: %s", "\x1b[2Jhttp://user:pa:ss@example.org/\nx\u202e"
    )
    assert capsys.readouterr().err == "warning: failed: �[2Jhttp://example.org/ x�\n"


def test_json_lines_hold_what_goes_well_and_errors_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("json")
    try:
        raise ValueError("https://token@example.org/ is\nwrong")
    except ValueError:
        logging.getLogger("warehouse.lake").info("snapshot %d", 7, exc_info=True)
    (line,) = capsys.readouterr().err.splitlines()
    logged = json.loads(line)
    assert (logged["level"], logged["logger"]) == ("info", "warehouse.lake")
    assert logged["message"] == "snapshot 7: ValueError: https://example.org/ is wrong"
