"""Redirects that do not end, or end where they must not."""

from __future__ import annotations

from newsroom.hostile.trap import Act, Exchange, Trap


def _to(location: str) -> Act:
    """Redirects to a fixed place; `{canary}` and `{base}` in it are filled in."""

    def act(exchange: Exchange) -> None:
        target = location.format(canary=exchange.canary, base=exchange.base)
        exchange.respond(b"", status="302 Found", Location=target)

    return act


def _chain(exchange: Exchange) -> None:
    step = int(exchange.path.rpartition("/")[2] or 0) if exchange.path != "/trap" else 0
    exchange.respond(b"", status="302 Found", Location=f"/trap/{step + 1}")


def _with_password(exchange: Exchange) -> None:
    host = exchange.base.removeprefix("http://").rstrip("/")
    exchange.respond(b"", status="302 Found", Location=f"http://reader:hunter2@{host}/story")


TRAPS = (
    Trap(name="redirect-to-itself", expected="failed/redirects", act=_to("/trap")),
    Trap(name="endless-redirects", expected="failed/redirects", act=_chain),
    Trap(name="redirect-to-private", expected="blocked/private_address", act=_to("{canary}secret")),
    Trap(
        name="redirect-to-metadata",
        expected="blocked/private_address",
        act=_to("http://169.254.169.254/latest/meta-data/"),
    ),
    Trap(name="redirect-to-file", expected="failed/redirects", act=_to("file:///etc/passwd")),
    Trap(name="redirect-to-data", expected="failed/redirects", act=_to("data:text/html,<p>hello</p>")),
    Trap(name="redirect-with-password", expected="unchanged/same_text", act=_with_password),
    Trap(
        name="robots-to-private",
        at="/robots.txt",
        watched="/rss.xml",
        expected="blocked/private_address",
        act=_to("{canary}robots.txt"),
        spares=False,
    ),
)
