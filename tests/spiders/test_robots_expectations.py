"""What Google's robots.txt parser is expected to allow, told in our own words.

Source: the cases of robots_test.cc in github.com/google/robotstxt (commit 21fc90b), all that ask whether an
agent may fetch a URL. One is left out: `/foo/bar/%62%61%7A` is `/foo/bar/baz` by RFC 9309, 2.2.2, and
is not at Google.
"""

from __future__ import annotations

import pytest

from spiders.politeness.path_rules import PathRules
from spiders.politeness.robots_groups import MAX_LINE, read_groups

BOT = "user-agent: FooBot\n"
GROUPS = (
    "allow: /foo/bar/\n\nuser-agent: FooBot\ndisallow: /\nallow: /x/\nuser-agent: BarBot\ndisallow: /\n"
    "allow: /y/\n\n\nallow: /w/\nuser-agent: BazBot\n\nuser-agent: FooBot\nallow: /z/\ndisallow: /\n"
)
CASE = (
    "USER-AGENT: FooBot\nALLOW: /x/\nDISALLOW: /\n",
    "user-agent: FooBot\nallow: /x/\ndisallow: /\n",
    "uSeR-aGeNt: FooBot\nAlLoW: /x/\ndIsAlLoW: /\n",
)
NAMES = tuple(f"User-Agent: {name}\nAllow: /x/\nDisallow: /\n" for name in ("FOO BAR", "foo bar", "FoO bAr"))
SPACED = "User-Agent: *\nDisallow: /\nUser-Agent: Foo Bar\nAllow: /x/\nDisallow: /\n"
ONLY_NAMED = (
    "user-agent: FooBot\nallow: /\nuser-agent: BarBot\ndisallow: /\nuser-agent: BazBot\ndisallow: /\n"
)
FISH: tuple[str, ...] = ("/fish", "/fish.html", "/fish/salmon.html", "/fishheads", "/fishheads/yummy.html")
FISH = (*FISH, "/fish.html?id=anything")
NO_FISH = ("/bar", "/catfish", "/?id=fish")
FOLDER = ("/fish/", "/fish/salmon", "/fish/?salmon", "/fish/salmon.html", "/fish/?id=anything")
PHP: tuple[str, ...] = ("/filename.php", "/folder/filename.php", "/folder/filename.php?parameters")
PHP = (*PHP, "//folder/any.php.file.html", "/filename.php/", "/index?f=filename.php/")
NO_PHP_AT_END: tuple[str, ...] = (
    "/bar",
    "/filename.php?parameters",
    "/filename.php/",
    "/filename.php5",
    "/php/",
)
NO_PHP_AT_END = (*NO_PHP_AT_END, "/filename?php", "/aaaphpaaa", "//windows.PHP")
INDEX = "User-Agent: *\nAllow: /allowed-slash/index.html\nDisallow: /\n"
LONG = "/x/" + "a" * (MAX_LINE - len("disallow: /x/") - 1)
LONG_A, LONG_B = (f"/x/{letter * (MAX_LINE - len('allow: /x/') - 1)}" for letter in "ab")
LONG_ALLOW = f"{BOT}disallow: /\nallow: {LONG_A}/qux\nallow: {LONG_B}/qux\n"

EXPECTED: list[tuple[str, str, tuple[str, ...], tuple[str, ...]]] = [
    ("", "FooBot", ("",), ()),
    (f"{BOT}disallow: /\n", "", ("",), ()),
    (f"{BOT}disallow: /\n", "FooBot", (), ("",)),
    ("", "", ("",), ()),
    (f"{BOT}disallow: /\n", "FooBot", (), ("/x/y",)),
    ("foo: FooBot\nbar: /\n", "FooBot", ("/x/y",), ()),
    ("user-agent FooBot\ndisallow /\n", "FooBot", (), ("/x/y",)),
    (GROUPS, "FooBot", ("/x/b", "/z/d"), ("/y/c", "/foo/bar/")),
    (GROUPS, "BarBot", ("/y/c", "/w/a"), ("/z/d", "/foo/bar/")),
    (GROUPS, "BazBot", ("/z/d",), ("/foo/bar/",)),
    *((text, "FooBot", ("/x/y",), ("/a/b",)) for text in CASE),
    *((text, name, ("/x/y",), ("/a/b",)) for text in NAMES for name in ("Foo", "foo")),
    (SPACED, "Foo", ("/x/y",), ()),
    (SPACED, "Foo Bar", (), ("/x/y",)),
    ("", "FooBot", ("/x/y",), ()),
    ("user-agent: *\nallow: /\nuser-agent: FooBot\ndisallow: /\n", "FooBot", (), ("/x/y",)),
    ("user-agent: *\nallow: /\nuser-agent: FooBot\ndisallow: /\n", "BarBot", ("/x/y",), ()),
    (ONLY_NAMED, "QuxBot", ("/x/y",), ()),
    (f"{BOT}disallow: /x/\n", "FooBot", (), ("/x/y",)),
    (f"{BOT}disallow: /X/\n", "FooBot", ("/x/y",), ()),
    (f"{BOT}disallow: /x/page.html\nallow: /x/\n", "FooBot", (), ("/x/page.html",)),
    (f"{BOT}allow: /x/page.html\ndisallow: /x/\n", "FooBot", ("/x/page.html",), ("/x/",)),
    (f"{BOT}disallow: \nallow: \n", "FooBot", ("/x/page.html",), ()),
    (f"{BOT}disallow: /\nallow: /\n", "FooBot", ("/x/page.html",), ()),
    (f"{BOT}disallow: /x\nallow: /x/\n", "FooBot", ("/x/",), ("/x",)),
    (f"{BOT}disallow: /x/page.html\nallow: /x/page.html\n", "FooBot", ("/x/page.html",), ()),
    (f"{BOT}allow: /page\ndisallow: /*.html\n", "FooBot", ("/page",), ("/page.html",)),
    (f"{BOT}allow: /x/page.\ndisallow: /*.html\n", "FooBot", ("/x/page.html",), ("/x/y.html",)),
    ("User-agent: *\nDisallow: /x/\n" + BOT + "Disallow: /y/\n", "FooBot", ("/x/page",), ("/y/page",)),
    (
        f"{BOT}Disallow: /\nAllow: /foo/bar?qux=taz&baz=http://foo.bar?tar&par\n",
        "FooBot",
        ("/foo/bar?qux=taz&baz=http://foo.bar?tar&par",),
        (),
    ),
    (f"{BOT}Disallow: /\nAllow: /foo/bar/ツ\n", "FooBot", ("/foo/bar/%E3%83%84",), ("/foo/bar/ツ",)),
    (f"{BOT}Disallow: /\nAllow: /foo/bar/%E3%83%84\n", "FooBot", ("/foo/bar/%E3%83%84",), ("/foo/bar/ツ",)),
    (f"{BOT}Disallow: /\nAllow: /foo/bar/%62%61%7A\n", "FooBot", ("/foo/bar/%62%61%7A",), ()),
    (
        f"{BOT}Disallow: /foo/bar/quz\nAllow: /foo/*/qux\n",
        "FooBot",
        ("/foo/quz", "/foo//quz", "/foo/bax/quz"),
        ("/foo/bar/quz",),
    ),
    (
        f"{BOT}Disallow: /foo/bar$\nAllow: /foo/bar/qux\n",
        "FooBot",
        ("/foo/bar/qux", "/foo/bar/", "/foo/bar/baz"),
        ("/foo/bar",),
    ),
    (f"{BOT}# Disallow: /\nDisallow: /foo/quz#qux\nAllow: /\n", "FooBot", ("/foo/bar",), ("/foo/quz",)),
    (
        INDEX,
        "foobot",
        ("/allowed-slash/", "/allowed-slash/index.html"),
        ("/allowed-slash/index.htm", "/anyother-url"),
    ),
    (f"{BOT}disallow: {LONG}/qux\n", "FooBot", ("/fux",), (f"{LONG}/fux",)),
    (LONG_ALLOW, "FooBot", (f"{LONG_A}/qux", f"{LONG_B}/fux"), ("/",)),
    (f"{BOT}disallow: /\nallow: /fish\n", "FooBot", FISH, (*NO_FISH, "/Fish.asp")),
    (f"{BOT}disallow: /\nallow: /fish*\n", "FooBot", FISH, (*NO_FISH, "/Fish.bar")),
    (
        f"{BOT}disallow: /\nallow: /fish/\n",
        "FooBot",
        FOLDER,
        ("/bar", "/fish", "/fish.html", "/Fish/Salmon.html"),
    ),
    (f"{BOT}disallow: /\nallow: /*.php\n", "FooBot", PHP, ("/bar", "/php/", "/index?php", "/windows.PHP")),
    (f"{BOT}disallow: /\nallow: /*.php$\n", "FooBot", PHP[:2], NO_PHP_AT_END),
    (
        f"{BOT}disallow: /\nallow: /fish*.php\n",
        "FooBot",
        ("/fish.php", "/fishheads/catfish.php?parameters"),
        ("/bar", "/Fish.PHP"),
    ),
    (f"{BOT}allow: /p\ndisallow: /\n", "FooBot", ("/page",), ()),
    (f"{BOT}allow: /folder\ndisallow: /folder\n", "FooBot", ("/folder/page",), ()),
    (f"{BOT}allow: /page\ndisallow: /*.htm\n", "FooBot", (), ("/page.htm",)),
    (f"{BOT}allow: /$\ndisallow: /\n", "FooBot", ("/",), ("/page.html",)),
]


@pytest.mark.parametrize(("text", "agent", "allowed", "refused"), EXPECTED)
def test_every_expectation_is_met(
    text: str, agent: str, allowed: tuple[str, ...], refused: tuple[str, ...]
) -> None:
    rules = PathRules(read_groups(text, {agent.lower()}).of(agent.lower()).rules)
    assert [path for path in allowed if not rules.allow(f"http://foo.bar{path}")] == []
    assert [path for path in refused if rules.allow(f"http://foo.bar{path}")] == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("beginning", [b"\xef\xbb\xbf", b"\xef\xbb", b"\xef", b""])
def test_line_ends_and_byte_order_marks_are_no_part_of_a_rule(end: str, beginning: bytes) -> None:
    text = f"User-Agent: foo{end}Disallow: /a{end}{end}Sitemap: http://foo.bar/s.xml"
    groups = read_groups((beginning + text.encode()).decode("utf-8", "replace"), {"foo"})
    assert (groups.of("foo").rules, groups.sitemaps) == ([("/a", False)], ["http://foo.bar/s.xml"])


def test_a_broken_byte_order_mark_costs_its_line() -> None:
    text = (b"\xef\x11\xbf" + b"User-Agent: foo\nAllow: /a\n").decode("utf-8", "replace")
    assert not read_groups(text, {"foo"}).names("foo")
