"""What a page says of itself to machines: JSON-LD (schema.org), `<meta>`, `<link>`, microdata.

All of it is written by others: any value may have any JSON type, so every reader here returns
nothing where the shape is not the one that schema.org describes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import html

from spiders.encodings.page_markup import allowed
from spiders.extraction.markup.jsonld import ScriptReader

MAX_NODES = 2_000
MAX_DEPTH = 12

_ARTICLE_KINDS = ("Article", "Posting", "Blog", "BlogPost")
"""How the names of schema.org's kinds of article end."""
_OPEN_GRAPH = re.compile(r"^(?:https?://ogp\.me/ns(?:/(\w+))?#|og:(?=article:))")

Node = Mapping[str, Any]


@dataclass(frozen=True)
class Structured:
    """Machine-readable statements of one page: the JSON-LD node of its article, and its meta elements.

    `properties` are the elements that `itemprop` marks, by its value, in reading order.
    """

    article: Node
    nodes: tuple[Node, ...]
    meta: Mapping[str, tuple[str, ...]]
    links: Mapping[str, tuple[str, ...]]
    properties: Mapping[str, Sequence[html.HtmlElement]]

    def first_meta(self, *names: str) -> str | None:
        """The first non-empty content among meta elements of these names, in this order."""
        return next((value for name in names for value in self.meta.get(name, ())), None)


def read_structured(tree: html.HtmlElement) -> Structured:
    nodes = tuple(_jsonld_nodes(tree))
    article = max((node for node in nodes if _is_article(node)), key=_completeness, default={})
    return Structured(article, nodes, _meta(tree), _links(tree), _properties(tree))


def texts(value: Any) -> tuple[str, ...]:
    """The strings in a JSON-LD value: itself, its items, or the `name` of an object.

    JSON can write what no text has, such as half a surrogate pair, which cannot be stored; it is left out.
    """
    if isinstance(value, str):
        text = allowed(value).decode().strip()
        return (text,) if text else ()
    if isinstance(value, Mapping):
        return texts(value.get("name")) or texts(value.get("@value"))
    if isinstance(value, list):
        return tuple(text for item in value[:100] for text in texts(item))
    return ()


def is_live_blog(stated: Structured) -> bool:
    """Whether a page states that it is a live blog."""
    return any("LiveBlogPosting" in texts(node.get("@type")) for node in stated.nodes)


def first_text(value: Any) -> str | None:
    return next(iter(texts(value)), None)


def _jsonld_nodes(tree: html.HtmlElement) -> Iterator[Node]:
    found, reader = 0, ScriptReader()
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text:
            continue
        for node in _flatten(reader.value(script.text), 0):
            found += 1
            if found > MAX_NODES:
                return
            yield node


def _flatten(value: Any, depth: int) -> Iterator[Node]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _flatten(item, depth + 1)
    elif isinstance(value, Mapping):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemListElement", "item"):
            yield from _flatten(value.get(key), depth + 1)


def _is_article(node: Node) -> bool:
    return any(kind.endswith(_ARTICLE_KINDS) for kind in texts(node.get("@type")))


def _completeness(node: Node) -> int:
    return sum(1 for key in ("headline", "datePublished", "author", "articleBody", "image") if node.get(key))


def _meta(tree: html.HtmlElement) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (element.get(attribute) or "").strip().lower()
            if name and content:
                name = _OPEN_GRAPH.sub(_short, name)
                found.setdefault(name, []).append(content)
    return {name: tuple(values) for name, values in found.items()}


def _short(prefix: re.Match[str]) -> str:
    """The usual prefix of a property that is written in full (`http://ogp.me/ns/article#`)."""
    return f"{prefix[1]}:" if prefix[1] else "og:" if "ns#" in prefix[0] else ""


def _links(tree: html.HtmlElement) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("link"):
        href = (element.get("href") or "").strip()
        for rel in (element.get("rel") or "").lower().split():
            if href:
                found.setdefault(rel, []).append(href)
    return {rel: tuple(values) for rel, values in found.items()}


def _properties(tree: html.HtmlElement) -> dict[str, list[html.HtmlElement]]:
    found: dict[str, list[html.HtmlElement]] = defaultdict(list)
    for element in tree.iter():
        if name := element.get("itemprop"):
            found[name].append(element)
    return dict(found)
