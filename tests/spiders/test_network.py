import pytest

from spiders.network.allow_rules import allow_rule, allowed

PRIVATE = [
    "127.0.0.1",
    "10.0.0.1",
    "172.16.5.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fd00::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "ff02::1",
    "not an address",
]


@pytest.mark.parametrize("host", PRIVATE)
def test_what_is_not_public_is_refused(host: str) -> None:
    assert not allowed(host, 80, ())


@pytest.mark.parametrize(
    "host", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"]
)
def test_what_is_public_is_allowed(host: str) -> None:
    assert allowed(host, 443, ())


def test_a_rule_admits_its_network_at_its_ports_only() -> None:
    rules = (allow_rule("127.0.0.1:8700-8799"), allow_rule("fd00::/8"), allow_rule("[::1]:80"))
    assert allowed("127.0.0.1", 8700, rules)
    assert allowed("::ffff:127.0.0.1", 8799, rules)
    assert not allowed("127.0.0.1", 8800, rules)
    assert not allowed("127.0.0.2", 8700, rules)
    assert allowed("fd00::1", 22, rules)
    assert allowed("::1", 80, rules)
    assert not allowed("::1", 81, rules)


@pytest.mark.parametrize(
    "text", ["localhost", "127.0.0.1:", "127.0.0.1:9-1", "127.0.0.1:x", "10.0.0.1/8", "1:70000"]
)
def test_a_rule_that_means_nothing_is_refused(text: str) -> None:
    if text == "127.0.0.1:":
        assert allow_rule(text).high == 65_535
        return
    with pytest.raises(ValueError):
        allow_rule(text)
