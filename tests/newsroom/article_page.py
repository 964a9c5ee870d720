"""Article pages: the full page, its AMP and its print variant."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from html import escape
from typing import Any

from newsroom.edition import Publication
from newsroom.outlet import Outlet

RIGHT_TO_LEFT = {"ar"}
SUBSCRIBE = {
    "en": "Subscribe to read the full story. Already a subscriber? Sign in.",
    "de": "Jetzt weiterlesen mit einem Abonnement. Schon Abonnent? Anmelden.",
    "zh": "订阅后阅读全文。已是订户？请登录。",
    "ar": "اشترك لقراءة المقال كاملا. هل أنت مشترك؟ سجل الدخول.",
}


@dataclass(frozen=True)
class Block:
    """One element of the article body. `promo` marks what the outlet repeats under its stories."""

    tag: str
    text: str
    promo: bool = False


def article_page(publication: Publication, home: str, others: Sequence[Publication], seed: int) -> str:
    """The page at the canonical URL. `others` are teased beside the story."""
    outlet, story = publication.outlet, publication.story
    url = home + publication.path.lstrip("/")
    links = [f'<link rel="canonical" href="{url}">']
    if story.amp:
        links.append(f'<link rel="amphtml" href="{url}/amp">')
    body = "\n".join(_element(block) for block in body_blocks(publication, seed))
    wall = f'<div class="subscribe-box"><p>{SUBSCRIBE[outlet.language]}</p></div>' if story.paywalled else ""
    teasers = "\n".join(f'<li><a href="{other.path}">{escape(other.title)}</a></li>' for other in others)
    return page(
        outlet,
        publication.title,
        head="\n".join([*_metadata(publication, url), *links]),
        main=f"""<article>
<h1>{escape(publication.title)}</h1>
{_byline(publication)}
<div class="story-body">
{body}
{wall}
</div>
</article>""",
        aside=f"<ul>\n{teasers}\n</ul>",
    )


def amp_page(publication: Publication, home: str) -> str:
    """The AMP variant: the same paragraphs, no promos, its canonical link to the full page."""
    url = home + publication.path.lstrip("/")
    paragraphs = "\n".join(f"<p>{escape(text)}</p>" for text in publication.visible)
    return f"""<!doctype html>
<html amp lang="{publication.outlet.language}"><head><meta charset="{publication.outlet.charset}">
<title>{escape(publication.title)}</title><link rel="canonical" href="{url}">
{chr(10).join(_metadata(publication, url))}
</head><body><article><h1>{escape(publication.title)}</h1>
{paragraphs}
</article></body></html>"""


def print_page(publication: Publication, home: str) -> str:
    """The print variant: paragraphs and a canonical link, nothing else."""
    url = home + publication.path.lstrip("/")
    paragraphs = "\n".join(f"<p>{escape(text)}</p>" for text in publication.visible)
    return f"""<!doctype html>
<html lang="{publication.outlet.language}"><head><meta charset="{publication.outlet.charset}">
<title>{escape(publication.title)}</title><meta name="robots" content="noindex">
<link rel="canonical" href="{url}"></head>
<body onload="window.print()"><h1>{escape(publication.title)}</h1>
{paragraphs}
</body></html>"""


def page(outlet: Outlet, title: str, *, main: str, head: str = "", aside: str = "") -> str:
    """The frame that all pages of an outlet share."""
    direction = ' dir="rtl"' if outlet.language in RIGHT_TO_LEFT else ""
    sections = "".join(f'<li><a href="/section/{name}">{escape(name)}</a></li>' for name in outlet.sections)
    return f"""<!doctype html>
<html lang="{outlet.language}"{direction}><head><meta charset="{outlet.charset}">
<title>{escape(title)} | {escape(outlet.title)}</title>
<meta name="viewport" content="width=device-width">
{head}
</head><body>
<header><a href="/">{escape(outlet.title)}</a><nav><ul>{sections}</ul></nav></header>
<main>
{main}
</main>
<aside>{aside}</aside>
<footer><p>© {escape(outlet.title)}</p></footer>
</body></html>"""


def body_blocks(publication: Publication, seed: int) -> list[Block]:
    """The article body in reading order, story and promos mixed as the outlet does it."""
    promos, paragraphs = publication.outlet.promos, publication.visible
    places = random.Random(f"{seed}:{publication.story.id}").sample(
        range(1, len(paragraphs)), k=min(len(promos.between), len(paragraphs) - 1)
    )
    breaks = dict(zip(sorted(places), promos.between, strict=False))
    blocks = [_promo(text) for text in promos.head]
    if publication.outlet.byline:
        blocks.append(Block("p", publication.outlet.byline.format(author=publication.story.author)))
    for index, text in enumerate(paragraphs):
        if index in breaks:
            blocks.append(_promo(breaks[index]))
        blocks.append(Block("p", text))
    box = publication.outlet.boxes.get(publication.story.author)
    return blocks + [_promo(text) for text in ((box,) if box else ()) + promos.tail]


def _promo(text: str) -> Block:
    if text.startswith("# "):
        return Block("h3", text[2:], promo=True)
    return Block("p", text, promo=True)


def _element(block: Block) -> str:
    return f"<{block.tag}>{escape(block.text)}</{block.tag}>"


def _byline(publication: Publication) -> str:
    published = _local(publication, publication.published)
    author = f'<span rel="author">{escape(publication.story.author)}</span>'
    return f'<p class="byline">{author} <time datetime="{published}">{published[:10]}</time></p>'


def _metadata(publication: Publication, url: str) -> Iterator[str]:
    yield f'<meta property="og:title" content="{escape(publication.title)}">'
    yield '<meta property="og:type" content="article">'
    style = publication.outlet.metadata
    if style == "meta":
        yield from _meta_tags(publication)
    if style == "jsonld" or (publication.story.paywalled and style != "graph"):
        yield _script({"@context": "https://schema.org", **_news_article(publication, url)})
    if style == "graph":
        page = {"@type": "WebPage", "@id": url, "name": publication.title}
        yield _script({"@context": "https://schema.org", "@graph": [page, _news_article(publication, url)]})


def _meta_tags(publication: Publication) -> Iterator[str]:
    story = publication.story
    values = {
        "article:published_time": _local(publication, publication.published),
        "article:modified_time": _local(publication, publication.modified),
        "article:section": story.section,
    }
    for name, value in values.items():
        yield f'<meta property="{name}" content="{escape(value)}">'
    yield f'<meta name="author" content="{escape(story.author)}">'
    yield f'<meta name="keywords" content="{escape(", ".join(story.tags))}">'
    yield f'<meta name="description" content="{escape(publication.paragraphs[0][:140])}">'


def _news_article(publication: Publication, url: str) -> dict[str, Any]:
    story = publication.story
    article: dict[str, Any] = {
        "@type": "NewsArticle",
        "headline": publication.title,
        "mainEntityOfPage": url,
        "datePublished": _local(publication, publication.published),
        "dateModified": _local(publication, publication.modified),
        "author": [{"@type": "Person", "name": story.author}],
        "publisher": {"@type": "NewsMediaOrganization", "name": publication.outlet.title},
        "articleSection": story.section,
        "keywords": list(story.tags),
        "inLanguage": publication.outlet.language,
    }
    if story.paywalled:
        article["isAccessibleForFree"] = False
        article["hasPart"] = {
            "@type": "WebPageElement",
            "isAccessibleForFree": False,
            "cssSelector": ".subscribe-box",
        }
    return article


def _script(data: dict[str, Any]) -> str:
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'


def _local(publication: Publication, at: datetime) -> str:
    return at.astimezone(timezone(timedelta(hours=publication.outlet.utc_offset))).isoformat()
