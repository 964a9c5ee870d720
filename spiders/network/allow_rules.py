"""Which IP addresses may be connected to: public ones, and those that the operator allows."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address


@dataclass(frozen=True)
class AllowRule:
    """A network that may be connected to although it is not public, at ports `low` to `high`."""

    network: IPv4Network | IPv6Network
    low: int = 0
    high: int = 65_535

    def covers(self, address: Address, port: int) -> bool:
        return address in self.network and self.low <= port <= self.high


def allow_rule(text: str) -> AllowRule:
    """Reads `10.0.0.0/8`, `127.0.0.1:8700`, `127.0.0.1:8700-8799`, `fd00::/8` or `[::1]:8700`.

    Raises ValueError with one line for people.
    """
    host, ports = _split_ports(text)
    network = ip_network(host)
    if not ports:
        return AllowRule(network)
    low, _, high = ports.partition("-")
    rule = AllowRule(network, int(low), int(high or low))
    if not 0 <= rule.low <= rule.high <= 65_535:
        raise ValueError(f"{ports!r} is not a range of ports")
    return rule


def allowed(host: str, port: int, rules: tuple[AllowRule, ...]) -> bool:
    """Whether a connection to a resolved address may be opened.

    `host` is an address as the resolver gave it. Public is what the IANA registries call global
    (RFC 6890), multicast left out; an IPv4 address inside an IPv6 one (mapped, 6to4, Teredo, NAT64)
    is judged as the IPv4 address.
    """
    try:
        address = _innermost(ip_address(host.partition("%")[0]))
    except ValueError:
        return False
    if any(rule.covers(address, port) for rule in rules):
        return True
    return address.is_global and not address.is_multicast


def _split_ports(text: str) -> tuple[str, str]:
    if text.startswith("["):
        host, _, rest = text[1:].partition("]")
        return host, rest.removeprefix(":")
    if text.count(":") == 1:
        host, _, ports = text.partition(":")
        return host, ports
    return text, ""


_NAT64 = IPv6Network("64:ff9b::/96")


def _innermost(address: Address) -> Address:
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None) or address
