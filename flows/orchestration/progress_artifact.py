"""A run's progress as an artifact on Prefect's page, brought up to date while the run goes on.

A thread of its own updates the server, so that a slow server slows no stage down.
"""

from __future__ import annotations

import contextvars
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast
from uuid import UUID

from prefect.artifacts import create_progress_artifact
from prefect.client.schemas.actions import ArtifactUpdate

from flows.orchestration.server_away import brief_client
from warehouse.base.progress import StageProgress

logger = logging.getLogger(__name__)

STAGES = ("crawl", "extract", "clean", "match", "commit", "publish")
"""The stages of a run, each the same share of its progress. What another run left behind comes before."""
EVERY_SECONDS = 3.0
LAST_SECONDS = 10.0
"""A server that is away is not waited for longer at the end."""


class ArtifactStage:
    """Counts of one stage, from any thread."""

    def __init__(self, name: str, total: int | None, unit: str) -> None:
        self.name, self._total, self._unit, self._note, self._done = name, total, unit, "", 0
        self._lock = threading.Lock()

    def advance(self, count: int = 1) -> None:
        with self._lock:
            self._done += count

    def expect(self, total: int) -> None:
        self._total = total

    def note(self, text: str) -> None:
        self._note = text

    def shown(self) -> tuple[float, str]:
        """Percent of the run, and a line that says where it is."""
        done, total = self._done, self._total
        place = STAGES.index(self.name) if self.name in STAGES else 0
        share = min(done / total, 1.0) if total else 0.0
        counted = f"{done} of {total}" if total else str(done)
        text = f"{self.name}: {counted} {self._unit}"
        return 100 * (place + share) / len(STAGES), f"{text}; {self._note}" if self._note else text


class ArtifactProgress:
    """Progress of the flow run in whose context it is made."""

    def __init__(self) -> None:
        created = create_progress_artifact(0.0, "ingest-progress", "run started")
        self._artifact = cast(UUID, created)  # outside of an event loop no coroutine
        self._stage: ArtifactStage | None = None
        self._shown: tuple[float, str] | None = None
        self._ended = threading.Event()

    @contextmanager
    def stage(self, name: str, total: int | None = None, unit: str = "pages") -> Iterator[StageProgress]:
        self._stage = ArtifactStage(name, total, unit)
        yield self._stage
        logger.info("%s", self._stage.shown()[1])

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Tell the server until the context ends, then that the run is done."""
        thread = threading.Thread(
            target=contextvars.copy_context().run, args=(self._keep_reporting,), daemon=True
        )
        thread.start()
        try:
            yield
        finally:
            self._ended.set()
            thread.join(LAST_SECONDS)

    def _keep_reporting(self) -> None:
        while not self._ended.wait(EVERY_SECONDS):
            if self._stage is not None:
                self._send(self._stage.shown())
        self._send((100.0, "done"))

    def _send(self, shown: tuple[float, str]) -> None:
        if shown == self._shown:
            return
        try:
            with brief_client() as client:
                client.update_artifact(self._artifact, ArtifactUpdate(data=shown[0], description=shown[1]))
        except Exception as error:  # showing progress never ends a run
            logger.debug("progress could not be sent to Prefect: %r", error)
        self._shown = shown
