"""Receivers: Apprise URLs and a command of the user's.

The URL of a receiver is a secret: it holds passwords and tokens. Nothing here puts one into a message, an
error or a log; a receiver is known by its place in the configuration and its scheme. Apprise and the HTTP
library below it log URLs, so their loggers are silent meanwhile.
"""

from __future__ import annotations

import logging
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from warehouse.base.errors import CopydeskError

COMMAND_SECONDS = 60
_TALKATIVE = ("apprise", "urllib3", "requests")


class NotDelivered(CopydeskError):
    """A receiver did not take a message."""

    def __init__(self, receiver: str, problem: str) -> None:
        super().__init__(receiver, problem)
        self.receiver = receiver
        self.problem = problem

    def __str__(self) -> str:
        return f"[alerts] {self.receiver}: {self.problem}"


class Receiver(Protocol):
    """Where findings are sent."""

    @property
    def name(self) -> str:
        """What people know it by; no secret."""

    @property
    def key(self) -> str:
        """What it is remembered by; no secret."""

    def deliver(self, subject: str, body: str) -> None:
        """Tell it. Raises NotDelivered."""


@dataclass(frozen=True)
class AppriseReceiver:
    """An Apprise URL; one that is `$NAME` stands in the environment."""

    place: int
    url: str

    @property
    def name(self) -> str:
        scheme = self.url.partition("://")[0] if "://" in self.url else self.url if self._named else "?"
        return f"urls, number {self.place} ({scheme})"

    @property
    def key(self) -> str:
        return sha256(self.url.encode()).hexdigest()[:16]

    def deliver(self, subject: str, body: str) -> None:
        url = os.environ.get(self.url[1:], "") if self._named else self.url
        if not url:
            raise NotDelivered(self.name, f"the environment variable {self.url[1:]} is not set")
        with _silent(_TALKATIVE):
            problem = _notify(url, subject, body)
        if problem:
            raise NotDelivered(self.name, problem)

    @property
    def _named(self) -> bool:
        return self.url.startswith("$")


@dataclass(frozen=True)
class CommandReceiver:
    """A program that gets subject, an empty line and the body on its standard input."""

    command: tuple[str, ...]

    @property
    def name(self) -> str:
        return "command"

    @property
    def key(self) -> str:
        return "command"

    def deliver(self, subject: str, body: str) -> None:
        text = f"{subject}\n\n{body}\n".encode()
        try:
            done = subprocess.run(self.command, input=text, capture_output=True, timeout=COMMAND_SECONDS)
        except subprocess.TimeoutExpired:
            raise NotDelivered(self.name, f"did not end within {COMMAND_SECONDS} seconds") from None
        except OSError as error:
            raise NotDelivered(self.name, f"cannot be started: {error.strerror}") from None
        if done.returncode:
            raise NotDelivered(self.name, f"ended with code {done.returncode}")


def receivers(urls: Sequence[str], command: tuple[str, ...]) -> tuple[Receiver, ...]:
    """Everybody that the configuration names."""
    named = [AppriseReceiver(place, url) for place, url in enumerate(urls, 1)]
    return (*named, *([CommandReceiver(command)] if command else []))


def _notify(url: str, subject: str, body: str) -> str | None:
    """What went wrong, without the URL: None where the message was taken."""
    import apprise  # takes half a second, and most runs have nothing to report

    service = apprise.Apprise()
    try:
        if not service.add(url):
            return "is not a URL that Apprise supports; see https://appriseit.com/services/"
        taken = service.notify(body=body, title=subject, body_format=apprise.NotifyFormat.TEXT)
    except Exception as error:  # a plugin may raise anything, with the URL in it
        return f"failed with {type(error).__name__}"
    return None if taken else "did not accept the message"


@contextmanager
def _silent(names: Sequence[str]) -> Iterator[None]:
    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
