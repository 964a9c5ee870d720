"""Sites of the tests' stories by further software: Hexo (from npm) and the blog of MkDocs Material."""

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
