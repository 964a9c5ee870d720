from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from twisted.internet.address import IPv4Address, IPv6Address

from spiders.network import resolver
from spiders.network.resolver import GuardedResolver, admit, refused_address

HOST = "news.example"


class Names:
    """A resolver that gives another result every time, as a hostile name server does."""

    def __init__(self, *results: Sequence[str]) -> None:
        self.results = list(results)

    def resolveHostName(self, receiver: Any, host: str, port: int = 0, *rest: object) -> None:  # noqa: N802
        receiver.resolutionBegan(None)
        for address in self.results.pop(0):
            kind = IPv6Address if ":" in address else IPv4Address
            receiver.addressResolved(kind("TCP", address, port))
        receiver.resolutionComplete()


class Endpoint:
    """Notes what it would connect to, as Twisted's endpoint does."""

    def __init__(self) -> None:
        self.addresses: list[str] = []
        self.complete = False

    def resolutionBegan(self, resolution: object) -> None:  # noqa: N802
        pass

    def addressResolved(self, address: IPv4Address | IPv6Address) -> None:  # noqa: N802
        self.addresses.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        self.complete = True


@pytest.fixture(autouse=True)
def no_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resolver, "_admitted", [])
    monkeypatch.setattr(resolver, "_refused", {})


def connect(guard: GuardedResolver, port: int = 80) -> list[str]:
    endpoint = Endpoint()
    guard.resolveHostName(endpoint, HOST, port)  # type: ignore[arg-type]  # mypy knows no zope interfaces
    assert endpoint.complete
    return endpoint.addresses


def guarded(*results: Sequence[str]) -> GuardedResolver:
    return GuardedResolver(SimpleNamespace(nameResolver=Names(*results)))


def test_a_name_that_turns_private_between_two_connections_is_refused_the_second_time() -> None:
    guard = guarded(["93.184.216.34"], ["127.0.0.1"], ["93.184.216.34"])
    assert connect(guard) == ["93.184.216.34"]
    assert refused_address(HOST, 80) is None
    assert connect(guard) == []
    assert refused_address(HOST, 80) == "127.0.0.1"
    assert connect(guard) == ["93.184.216.34"]
    assert refused_address(HOST, 80) is None


def test_of_mixed_addresses_only_the_public_ones_are_handed_out() -> None:
    assert connect(guarded(["10.0.0.1", "93.184.216.34", "::1", "::ffff:169.254.169.254"])) == [
        "93.184.216.34"
    ]


def test_what_is_admitted_is_admitted_at_its_port_only() -> None:
    admit(["127.0.0.1:8700-8799"])
    guard = guarded(["127.0.0.1"], ["127.0.0.1"])
    assert connect(guard, 8700) == ["127.0.0.1"]
    assert connect(guard, 22) == []
