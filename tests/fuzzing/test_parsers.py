"""Bytes from outside: no parser raises what it does not state, and none takes steps out of proportion."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from fuzz_targets import SEEDS, TARGETS
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from spiders.extraction.markup.jsonld import ScriptReader

CASES = Path(__file__).parents[1] / "fuzz_cases"
QUICK = settings(
    max_examples=40, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)

_MARKUP = st.sampled_from(
    [
        *(
            b"<",
            b">",
            b"</",
            b"/>",
            b"<!--",
            b"-->",
            b"<![CDATA[",
            b"]]>",
            b"&amp;",
            b"&#x",
            b";",
            b'"',
            b"'",
        ),
        *(
            b"<item>",
            b"<url><loc>",
            b"<a href=",
            b"<script>",
            b"{",
            b"}",
            b"[",
            b":",
            b",",
            b"%",
            b"\0",
            b"\xff",
        ),
        *(b"http://", b"//", b"2026-11-28", b"T24:00", b"+99:99", b"\r\n", "é".encode(), b"User-agent: *"),
        *(b"Disallow: ", b"WARC/1.0", b"Content-Length: -1"),
    ]
)


@st.composite
def mutated(draw: st.DrawFn, name: str) -> bytes:
    """A seed with pieces cut, doubled and put in."""
    content = draw(st.sampled_from(SEEDS[name]))
    for _ in range(draw(st.integers(0, 6))):
        begin = draw(st.integers(0, len(content)))
        end = draw(st.integers(begin, min(len(content), begin + 40)))
        piece = draw(st.one_of(_MARKUP, st.binary(max_size=8), st.just(content[begin:end] * 2)))
        content = content[:begin] + piece + content[end:]
    return content


@pytest.mark.parametrize("name", TARGETS)
def test_a_parser_raises_nothing_that_it_does_not_state(name: str) -> None:
    @QUICK
    @given(st.one_of(mutated(name), st.binary(max_size=200)))
    @example(b"")
    def holds(content: bytes) -> None:
        TARGETS[name](content)

    holds()


@pytest.mark.parametrize(
    "case", sorted(CASES.glob("*/*")), ids=lambda path: f"{path.parent.name}-{path.name}"
)
def test_a_case_that_fuzzing_found_stays_fixed(case: Path) -> None:
    TARGETS[case.parent.name](case.read_bytes())


GROWING: dict[str, tuple[bytes, bytes, bytes]] = {
    "feed items": (b"<rss><channel>", b"<item><link>http://e.org/a</link></item>", b"</channel></rss>"),
    "feed nested": (b"<rss>", b"<a>", b""),
    "sitemap urls": (b"<urlset>", b"<url><loc>http://e.org/a</loc></url>", b"</urlset>"),
    "front links": (b"", b'<p><a href="/2026/11/28/a-story-of-a-town">A story of a town</a></p>', b""),
    "front open": (b"", b"<a href=/x>", b""),
    "robots rules": (b"User-agent: *\n", b"Disallow: /a*b*c$\n", b""),
    "robots agents": (b"", b"User-agent: a\nDisallow: /\n\n", b""),
    "page nested": (b"", b"<div>", b"text"),
    "page scripts": (b"", b'<script type="application/ld+json">{"@type":"Article"}</script>', b""),
    "json_ld nested": (b"", b"[", b""),
    "json_ld list": (b"[", b'{"@type":"Article"},', b"{}]"),
    "opml outlines": (b"<opml><body>", b'<outline xmlUrl="http://e.org/f"/>', b"</body></opml>"),
    "opml nested": (b"<opml><body>", b"<outline>", b""),
    "url dots": (b"http://e.org/", b"../a/", b""),
    "url parameters": (b"http://e.org/?", b"a=1&", b""),
    "url escapes": (b"http://e.org/", b"%2f%zz", b""),
    "date spaces": (b"2026-11-27", b" ", b"x"),
    "date digits": (b"", b"1", b""),
    "charset meta": (b"", b"<meta charset=x>", b""),
    "article paragraphs": (
        b"<article>",
        b"<p>A sentence of some length, with a comma in it.</p>",
        b"</article>",
    ),
    "article breaks": (b"<article>", b"line<br><br>", b"</article>"),
}


def steps(work: Callable[[], None]) -> int:
    """Lines of Python that are run: what a machine's speed does not change."""
    count = 0

    def local(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += 1
        return local

    before = sys.gettrace()
    sys.settrace(local)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("script", ["{0}", "{{0", "{,", "{0["])
def test_json_that_is_costly_to_repair_is_left_alone_however_many_scripts_hold_it(
    script: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert steps(lambda: ScriptReader().value(script * 2_000)) < 100
    monkeypatch.setattr("spiders.extraction.markup.jsonld.MAX_REPAIR_COST", 20_000)
    reader = ScriptReader()
    each = [steps(lambda: reader.value(script * 40)) for _ in range(20)]
    assert each[0] > 1_000 and sum(each) < 100 * 20_000 and each[-1] < 100


@pytest.mark.parametrize("name", GROWING)
def test_four_times_the_bytes_take_at_most_about_four_times_the_steps(name: str) -> None:
    head, unit, tail = GROWING[name]
    target = TARGETS[name.split()[0]]

    def taken(count: int) -> int:
        return steps(lambda: target(head + unit * count + tail))

    taken(1)  # what is loaded once
    small, large = taken(100), taken(400)
    assert large <= 5 * small + 2_000, f"{small} steps become {large}"
