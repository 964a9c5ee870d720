"""The network guard: names resolve only to addresses that may be connected to.

Twisted connects to exactly the addresses that the resolver hands out, and calls it for every new
connection: page, robots.txt and each hop of a redirect alike. So this is the moment of connecting, and a
name that is public now and private later (DNS rebinding) is judged by what is connected to. Spellings such
as `0x7f.1` or `2130706433` are judged by what they resolve to.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from scrapy.crawler import Crawler
from twisted.internet.base import ReactorBase
from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer

from spiders.network.allow_rules import AllowRule, allow_rule, allowed

logger = logging.getLogger(__name__)

_refused: dict[tuple[str, int], str] = {}
_admitted: list[AllowRule] = []


def admit(rules: Sequence[str]) -> None:
    """Admit further networks, as `[network] allow` writes them; for the whole process."""
    _admitted.extend(rule for rule in map(allow_rule, rules) if rule not in _admitted)


def refused_address(host: str, port: int) -> str | None:
    """The address for which the last resolution of a host was refused; None where it was not."""
    return _refused.get((host.lower(), port))


@implementer(IHostnameResolver)
class GuardedResolver:
    """Twisted's resolver behind the guard; Scrapy's setting TWISTED_DNS_RESOLVER names it."""

    def __init__(self, reactor: Any):
        self._reactor = reactor
        self._resolver: Any = reactor.nameResolver

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> GuardedResolver:
        return cls(reactor)

    def install_on_reactor(self) -> None:
        self._reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802
        self,
        resolutionReceiver: IResolutionReceiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        guard = _Guard(resolutionReceiver, hostName, portNumber)
        resolution: IHostResolution = self._resolver.resolveHostName(
            guard, hostName, portNumber, addressTypes, transportSemantics
        )
        return resolution


@implementer(IResolutionReceiver)
class _Guard:
    """Passes on the addresses that may be connected to."""

    def __init__(self, receiver: Any, host: str, port: int):
        self._receiver = receiver
        self._host = host
        self._port = port

    def resolutionBegan(self, resolutionInProgress: IHostResolution) -> None:  # noqa: N802, N803
        _refused.pop((self._host.lower(), self._port), None)
        self._receiver.resolutionBegan(resolutionInProgress)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        if allowed(address.host, self._port, tuple(_admitted)):
            self._receiver.addressResolved(address)
            return
        _refused[(self._host.lower(), self._port)] = address.host
        logger.warning("refused to connect to %s, which resolves to %s", self._host, address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        self._receiver.resolutionComplete()
