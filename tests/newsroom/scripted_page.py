"""Articles as an application sends them: an empty shell, a script, and the text as JSON."""

from __future__ import annotations

import json
from html import escape

from newsroom.article_page import body_blocks
from newsroom.edition import Publication
from newsroom.outlet import Outlet

SCRIPT = """
const add = (tag, text, to) => {
  const element = Object.assign(document.createElement(tag), { textContent: text });
  return to.appendChild(element);
};
const show = story => {
  document.title = story.title;
  const article = add("article", "", document.getElementById("root"));
  add("h1", story.title, article);
  story.paragraphs.forEach(text => add("p", text, article));
};
fetch(location.pathname + ".json").then(response => response.json()).then(show);
"""


def shell(outlet: Outlet) -> str:
    """The page before its script has run; the same for every story."""
    return f"""<!doctype html>
<html lang="{outlet.language}"><head><meta charset="{outlet.charset}">
<title>{escape(outlet.title)}</title></head><body>
<div id="root"></div><noscript>Please enable JavaScript to view this site.</noscript>
<script src="/app.js"></script></body></html>"""


def story_json(publication: Publication, seed: int) -> bytes:
    """What the script requests."""
    paragraphs = [block.text for block in body_blocks(publication, seed)]
    return json.dumps({"title": publication.title, "paragraphs": paragraphs}, ensure_ascii=False).encode()
