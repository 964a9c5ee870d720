"""Sites of the tests' stories by further software: Hexo, Eleventy, Jekyll, MkDocs Material."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import partial
from pathlib import Path

from site_software.site import Build
from site_software.stories import STORIES, Story


def hexo_site(modules: Path, theme: str) -> Build:
    """A builder that uses the packages in a folder `node_modules`: hexo, hexo-theme-… and hexo-generator-…"""
    return partial(_hexo, modules, theme)


def _hexo(modules: Path, theme: str, folder: Path, home: str) -> Path:
    posts = folder / "source" / "_posts"
    posts.mkdir(parents=True)
    (folder / "node_modules").symlink_to(modules)
    names = [path.name for path in modules.glob("hexo-*")]
    package = {
        "name": "site",
        "private": True,
        "hexo": {},
        "dependencies": dict.fromkeys(["hexo", *names], "*"),
    }
    (folder / "package.json").write_text(json.dumps(package), "utf-8")
    settings = {
        "title": "The Quay Post",
        "author": "The Quay Post",
        "language": "en",
        "timezone": "UTC",
        "url": home.rstrip("/"),
        "theme": theme,
        "per_page": 4,
        "feed": {"type": "atom", "path": "atom.xml"},
    }
    (folder / "_config.yml").write_text(json.dumps(settings), "utf-8")
    for story in STORIES:
        (posts / f"{story.slug}.md").write_text(_post(story, "---"), "utf-8")
    about = folder / "source" / "about"
    about.mkdir()
    (about / "index.md").write_text("---\ntitle: About us\n---\n\nThe Post is set by hand.\n", "utf-8")
    command = ["node", str(modules / "hexo" / "bin" / "hexo"), "generate"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    return folder / "public"


def mkdocs_site(folder: Path, home: str) -> Path:
    """A builder of the blog that comes with MkDocs Material: a sitemap and archives, no feed."""
    posts = folder / "docs" / "blog" / "posts"
    posts.mkdir(parents=True)
    (folder / "docs" / "index.md").write_text("# The Pilot\n\nNews from the pilot station.\n", "utf-8")
    (folder / "docs" / "blog" / "index.md").write_text("# News\n", "utf-8")
    names = dict.fromkeys(story.author for story in STORIES)
    authors = {_key(name): {"name": name, "description": "Reporter", "avatar": "/a.png"} for name in names}
    (folder / "docs" / "blog" / ".authors.yml").write_text(json.dumps({"authors": authors}), "utf-8")
    for story in STORIES:
        (posts / f"{story.slug}.md").write_text(_post(story, "---", [_key(story.author)]), "utf-8")
    settings = {
        "site_name": "The Pilot",
        "site_url": home,
        "theme": {"name": "material"},
        "plugins": ["search", {"blog": {"pagination_per_page": 4}}],
    }
    (folder / "mkdocs.yml").write_text(json.dumps(settings), "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=180)
    return folder / "site"


def eleventy_site(modules: Path) -> Build:
    """A builder that uses @11ty/eleventy and @11ty/eleventy-plugin-rss of a folder `node_modules`.

    Eleventy has no themes: the layouts are short ones in the manner of its base blog.
    """
    return partial(_eleventy, modules)


_ELEVENTY_BASE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>{{ title or "Slip Notes" }}{% if title %} | Slip Notes{% endif %}</title>
</head><body>
<header><a href="/" class="home-link">Slip Notes</a>
<nav><ul class="nav"><li class="nav-item"><a href="/">Home</a></li>
<li><a href="/about/">About</a></li></ul></nav>
</header><main id="skip">{{ content | safe }}</main><footer><p>Built with Eleventy</p></footer></body></html>
"""
_ELEVENTY_POST = """---
layout: base.njk
---
<h1>{{ title }}</h1>
<ul class="post-metadata"><li><time datetime="{{ day }}">{{ shown }}</time></li>
{% for tag in subjects %}<li><a href="/tags/{{ tag }}/" class="post-tag">{{ tag }}</a></li>{% endfor %}</ul>
{{ content | safe }}
"""
_ELEVENTY_LIST = """<h1>Latest 8 posts</h1><ol class="postlist">
{% for post in collections.posts %}<li class="postlist-item"><a href="{{ post.url }}" class="postlist-link">
{{ post.data.title }}</a> <time class="postlist-date">{{ post.data.shown }}</time></li>{% endfor %}</ol>
"""
_ELEVENTY_SETTINGS = """const {{ feedPlugin }} = require({plugin});
module.exports = (config) => {{
  config.addPlugin(feedPlugin, {{type: "atom", outputPath: "/feed.xml",
    collection: {{name: "posts", limit: 0}},
    metadata: {{language: "en", title: "Slip Notes", base: {home}, author: {{name: "Slip Notes"}}}}}});
  return {{markdownTemplateEngine: false}};
}};
"""


def _eleventy(modules: Path, folder: Path, home: str) -> Path:
    (folder / "_includes").mkdir(parents=True)
    (folder / "posts").mkdir()
    (folder / "_includes" / "base.njk").write_text(_ELEVENTY_BASE, "utf-8")
    (folder / "_includes" / "post.njk").write_text(_ELEVENTY_POST, "utf-8")
    (folder / "index.njk").write_text(f"---\nlayout: base.njk\n---\n{_ELEVENTY_LIST}", "utf-8")
    (folder / "about.md").write_text(
        "---\nlayout: base.njk\ntitle: About us\n---\n\nWritten on the slip.\n", "utf-8"
    )
    for story in STORIES:
        front = {
            "layout": "post.njk",
            "title": story.title,
            "date": story.published.isoformat(),
            "day": story.published.date().isoformat(),
            "shown": story.published.strftime("%d %B %Y"),
            "subjects": list(story.tags),
            "tags": "posts",
        }
        text = f"---json\n{json.dumps(front, ensure_ascii=False)}\n---\n\n{story.body}"
        (folder / "posts" / f"{story.slug}.md").write_text(text, "utf-8")
    plugin = json.dumps(str(modules / "@11ty" / "eleventy-plugin-rss"))
    settings = _ELEVENTY_SETTINGS.format(plugin=plugin, home=json.dumps(home))
    (folder / "eleventy.config.cjs").write_text(settings, "utf-8")
    command = ["node", str(modules / "@11ty" / "eleventy" / "cmd.cjs"), "--config=eleventy.config.cjs"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    return folder / "_site"


def jekyll_site(folder: Path, home: str) -> Path:
    """A builder that uses the command `jekyll` with its default theme, minima, and jekyll-feed."""
    posts = folder / "_posts"
    posts.mkdir(parents=True)
    settings = {
        "title": "The Ferry Bell",
        "url": home.rstrip("/"),
        "theme": "minima",
        "plugins": ["jekyll-feed", "jekyll-seo-tag"],
        "timezone": "UTC",
    }
    (folder / "_config.yml").write_text(json.dumps(settings), "utf-8")
    (folder / "index.md").write_text("---\nlayout: home\n---\n", "utf-8")
    about = "---\nlayout: page\ntitle: About us\npermalink: /about/\n---\n\nThe bell rings at noon.\n"
    (folder / "about.md").write_text(about, "utf-8")
    for story in STORIES:
        post = _post(story, "---").replace("---\n", "---\nlayout: post\n", 1)
        (posts / f"{story.published.date()}-{story.slug}.md").write_text(post, "utf-8")
    command = ["jekyll", "build", "--quiet"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=180)
    return folder / "_site"


def _key(name: str) -> str:
    return name.split()[0].casefold()


def _post(story: Story, fence: str, authors: list[str] | None = None) -> str:
    front = {
        "title": story.title,
        "date": story.published.strftime("%Y-%m-%d %H:%M:%S"),
        "author": story.author,
        "tags": list(story.tags),
        "categories": [story.section],
        "slug": story.slug,
    }
    if authors is not None:
        front |= {"authors": authors, "date": story.published.date().isoformat()}
        del front["author"]
    lines = "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in front.items())
    lines = lines.replace(f'date: "{front["date"]}"', f"date: {front['date']}")
    return f"{fence}\n{lines}{fence}\n\n{story.body}"
