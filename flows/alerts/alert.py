"""After a run: what is wrong now, what of it is new, and messages to the receivers."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from flows.alerts.gather import gather
from flows.alerts.judge import judge
from flows.alerts.memory import FindingsChange, Memory, update
from flows.alerts.memory_file import read_memory, write_memory
from flows.alerts.message import message, message_lines
from flows.alerts.receivers import NotDelivered, Receiver, receivers
from flows.configuration import Settings
from warehouse.base.data_folder import DataFolder
from warehouse.lake.lake import Lake

logger = logging.getLogger(__name__)


def alert(data: DataFolder, settings: Settings, now: datetime) -> FindingsChange:
    """Judge, remember and notify. A receiver that cannot be reached ends no run: the next one notifies it.

    Only the holder of the run lock may call it.
    """
    memory = read_memory(data)
    evidence = gather(data, Lake(data).current(), now)
    change = update(memory, judge(settings.sources, evidence, memory.still()), now)
    notified = receivers(settings.alerts.urls, settings.alerts.command)
    waiting = _queued(change, notified)
    _remember(data, waiting)
    if any(waiting.unsent.values()):
        _remember(data, _deliver(waiting, notified))
    return change


def _queued(change: FindingsChange, notified: Sequence[Receiver]) -> Memory:
    """The memory with what is to be sent to each receiver; those that are no longer named are dropped."""
    lines = message_lines(change)
    unsent = {one.key: (*change.memory.unsent.get(one.key, ()), *lines) for one in notified}
    return replace(change.memory, unsent=unsent)


def _deliver(memory: Memory, notified: Sequence[Receiver]) -> Memory:
    unsent = dict(memory.unsent)
    for receiver in notified:
        if lines := unsent[receiver.key]:
            try:
                receiver.deliver(*message(lines))
                unsent[receiver.key] = ()
            except NotDelivered as error:
                logger.warning("%s; the next run retries", error)
    return replace(memory, unsent=unsent)


def _remember(data: DataFolder, memory: Memory) -> None:
    try:
        write_memory(data, memory)
    except OSError as error:  # a full disk is a finding that must be reported
        logger.warning(
            "%s cannot be written (%s): findings may be reported again", data.alerts, error.strerror
        )
