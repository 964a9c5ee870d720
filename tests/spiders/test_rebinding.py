"""A name that is public when it is looked at and private when it is connected to (DNS rebinding)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from twisted.internet.address import IPv4Address

from spiders import resolver
from spiders.resolver import GuardedResolver, admit, refused_address

PUBLIC, PRIVATE = "93.184.216.34", "127.0.0.1"


class FakeResolver:
    """Gives the next of its answers each time that it is asked."""

    def __init__(self, answers: Sequence[Sequence[str]]) -> None:
        self._answers = iter(answers)

    def resolveHostName(self, receiver: Any, host: str, port: int, *_: Any) -> object:  # noqa: N802
        resolution = object()
        receiver.resolutionBegan(resolution)
        for address in next(self._answers):
            receiver.addressResolved(IPv4Address("TCP", address, port))
        receiver.resolutionComplete()
        return resolution


class FakeReactor:
    def __init__(self, answers: Sequence[Sequence[str]]) -> None:
        self.nameResolver = FakeResolver(answers)


class Receiver:
    """What would be connected to."""

    def __init__(self) -> None:
        self.addresses: list[str] = []

    def resolutionBegan(self, resolution: object) -> None:  # noqa: N802
        pass

    def addressResolved(self, address: IPv4Address) -> None:  # noqa: N802
        self.addresses.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        pass


@pytest.fixture(autouse=True)
def nothing_admitted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(resolver, "_admitted", [])
    monkeypatch.setattr(resolver, "_refused", {})
    yield


def connected(guard: GuardedResolver, host: str, port: int = 80) -> list[str]:
    receiver = Receiver()
    guard.resolveHostName(receiver, host, port)
    return receiver.addresses


def test_a_name_is_judged_anew_at_every_connection() -> None:
    guard = GuardedResolver(FakeReactor([[PUBLIC], [PRIVATE], [PUBLIC]]))
    assert connected(guard, "rebind.example") == [PUBLIC]
    assert connected(guard, "rebind.example") == []
    assert refused_address("rebind.example", 80) == PRIVATE
    assert connected(guard, "rebind.example") == [PUBLIC]
    assert refused_address("rebind.example", 80) is None


def test_of_several_addresses_only_the_public_ones_are_connected_to() -> None:
    guard = GuardedResolver(FakeReactor([[PRIVATE, PUBLIC, "10.0.0.7", "169.254.169.254"]]))
    assert connected(guard, "mixed.example") == [PUBLIC]


def test_an_admitted_network_is_admitted_at_its_ports_only() -> None:
    admit(["127.0.0.1:8700-8799"])
    guard = GuardedResolver(FakeReactor([[PRIVATE], [PRIVATE]]))
    assert connected(guard, "newsroom.example", 8750) == [PRIVATE]
    assert connected(guard, "newsroom.example", 9000) == []
