"""What stands behind a link that is not simply an article: walls, empties and dead ends.

Their words stand in `odd_text.toml`, by kind and language.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from newsroom.article_page import page
from newsroom.edition import Publication
from newsroom.outlet import Odd, Outlet


def odd_page(outlet: Outlet, odd: Odd, stories: Sequence[Publication]) -> str:
    """The page behind an odd link of kind consent, login, soft_404, script_only, listing or disallowed."""
    words = _words()[odd.kind].get(outlet.language) or _words()[odd.kind]["en"]
    return _PAGES[odd.kind](outlet, odd, words, stories)


def _consent(outlet: Outlet, odd: Odd, words: dict[str, Any], stories: Sequence[Publication]) -> str:
    return page(
        outlet,
        words["title"],
        main=f"""<div id="consent-wall" class="cmp-container"><h1>{words["title"]}</h1>
{_paragraphs(words)}
<form method="post" action="/consent"><button name="accept">{words["accept"]}</button>
<button name="reject">{words["reject"]}</button></form></div>""",
    )


def _login(outlet: Outlet, odd: Odd, words: dict[str, Any], stories: Sequence[Publication]) -> str:
    return page(
        outlet,
        words["title"],
        main=f"""<h1>{words["title"]}</h1>
{_paragraphs(words)}
<form method="post" action="/login"><label>{words["name"]} <input type="email" name="email"></label>
<label>{words["password"]} <input type="password" name="password"></label>
<button>{words["title"]}</button></form>""",
    )


def _soft_404(outlet: Outlet, odd: Odd, words: dict[str, Any], stories: Sequence[Publication]) -> str:
    links = "".join(f'<li><a href="{story.path}">{escape(story.title)}</a></li>' for story in stories[:5])
    return page(
        outlet, words["title"], main=f"<h1>{words['title']}</h1>\n{_paragraphs(words)}\n<ul>{links}</ul>"
    )


def _script_only(outlet: Outlet, odd: Odd, words: dict[str, Any], stories: Sequence[Publication]) -> str:
    state = json.dumps({"title": odd.title, "paragraphs": words["paragraphs"]}, ensure_ascii=False)
    return f"""<!doctype html>
<html lang="{outlet.language}"><head><meta charset="{outlet.charset}">
<title>{escape(outlet.title)}</title></head><body>
<div id="root"></div><noscript>{words["noscript"]}</noscript>
<script>
const story = {state};
const add = (tag, text, to) => {{
  const element = Object.assign(document.createElement(tag), {{ textContent: text }});
  return to.appendChild(element);
}};
const article = add("article", "", document.getElementById("root"));
document.title = story.title;
add("h1", story.title, article);
story.paragraphs.forEach(text => add("p", text, article));
</script></body></html>"""


def _index(outlet: Outlet, odd: Odd, words: dict[str, Any], stories: Sequence[Publication]) -> str:
    teasers = "\n".join(
        f'<li><h3><a href="{story.path}">{escape(story.title)}</a></h3>'
        f"<p>{escape(story.paragraphs[0][:80])}…</p></li>"
        for story in stories
    )
    return page(outlet, odd.title, main=f"<h1>{escape(odd.title)}</h1>\n<ul>{teasers}</ul>")


def _disallowed(outlet: Outlet, odd: Odd, words: dict[str, Any], stories: Sequence[Publication]) -> str:
    return page(outlet, odd.title, main=f"<h1>{escape(odd.title)}</h1>\n{_paragraphs(words)}")


_PAGES = {
    "consent": _consent,
    "login": _login,
    "soft_404": _soft_404,
    "script_only": _script_only,
    "listing": _index,
    "disallowed": _disallowed,
}


def _paragraphs(words: dict[str, Any]) -> str:
    return "\n".join(f"<p>{escape(text)}</p>" for text in words["paragraphs"])


@cache
def _words() -> dict[str, dict[str, Any]]:
    return tomllib.loads((Path(__file__).parent / "odd_text.toml").read_text(encoding="utf-8"))
