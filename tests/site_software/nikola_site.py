"""A site that Nikola builds: feeds, a sitemap, and archives, tags, sections and authors in number."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

from site_software.site import Build
from site_software.stories import STORIES, Story

_SETTINGS = """
BLOG_AUTHOR = "The Pier Telegraph"
BLOG_TITLE = "The Pier Telegraph"
SITE_URL = BASE_URL = {home!r}
BLOG_EMAIL = "desk@example.org"
BLOG_DESCRIPTION = "News from the pier"
DEFAULT_LANG = "en"
TIMEZONE = "UTC"
THEME = {theme!r}
POSTS = (("posts/*.md", "posts", "post.tmpl"),)
PAGES = (("pages/*.md", "", "page.tmpl"),)
COMPILERS = {{"markdown": (".md",)}}
INDEX_DISPLAY_POST_COUNT = 4
GENERATE_RSS = True
ENABLE_AUTHOR_PAGES = True
COMMENT_SYSTEM = ""
DISABLED_PLUGINS = ["robots"]
"""


def nikola_site(theme: str) -> Build:
    """A builder with one of the themes that come with Nikola."""
    return partial(_build, theme)


def _build(theme: str, folder: Path, home: str) -> Path:
    (folder / "posts").mkdir(parents=True)
    (folder / "pages").mkdir()
    for story in STORIES:
        (folder / "posts" / f"{story.slug}.md").write_text(_post(story), "utf-8")
    about = "The Telegraph hangs on the pier in a glass box, and is changed when the wind allows it."
    (folder / "pages" / "about.md").write_text(
        f"<!--\n.. title: About us\n.. slug: about\n.. date: 2026-01-01 00:00\n-->\n\n{about}\n", "utf-8"
    )
    (folder / "conf.py").write_text(_SETTINGS.format(home=home, theme=theme), "utf-8")
    command = [sys.executable, "-m", "nikola", "build"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=400)
    return folder / "output"


def _post(story: Story) -> str:
    return (
        f"<!--\n.. title: {story.title}\n.. slug: {story.slug}\n"
        f".. date: {story.published:%Y-%m-%d %H:%M} UTC\n.. author: {story.author}\n"
        f".. tags: {', '.join(story.tags)}\n.. category: {story.section}\n"
        f".. type: text\n-->\n\n{story.body}"
    )
