"""Pages whose markup is made to exhaust a parser."""

from __future__ import annotations

from newsroom.hostile.trap import Act, Exchange, Trap

_STORY = b"<p>A single honest sentence stands somewhere in the middle of all this.</p>"


def _page(body: bytes) -> Act:
    def act(exchange: Exchange) -> None:
        exchange.respond(b"<html><body>" + body + b"</body></html>", Content_Type="text/html")

    return act


TRAPS = (
    Trap(name="deep-markup", expected="rejected", act=_page(b"<div>" * 200_000 + _STORY)),
    Trap(name="many-elements", expected="rejected", act=_page(b"<b>x</b>" * 300_000 + _STORY)),
    Trap(
        name="huge-attribute",
        expected="rejected",
        act=_page(b'<p title="' + b"t" * 4_000_000 + b'">'),
    ),
    Trap(name="open-formatting", expected="rejected", act=_page(b"<b><i><a href=x>" * 50_000 + _STORY)),
    Trap(name="nested-tables", expected="rejected", act=_page(b"<table><tr><td>" * 30_000 + _STORY)),
    Trap(
        name="json-tower",
        expected="rejected",
        act=_page(b'<script type="application/ld+json">' + b"[" * 500_000 + b"</script>"),
    ),
    Trap(
        name="forbidden-characters",
        expected="rejected",
        act=_page(b"<p>&#0;&#1;\x00\x0b\x1f&#xFFFE;</p>"),
    ),
)
