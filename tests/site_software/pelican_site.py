"""A site that Pelican builds: a feed and lists by author, category, tag and page of the front page."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

from site_software.site import Build
from site_software.stories import STORIES, Story

_SETTINGS = """
AUTHOR = "The Elmhaven Gazette"
SITENAME = "The Elmhaven Gazette"
SITEURL = {home!r}
PATH = "content"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
DEFAULT_PAGINATION = 4
FEED_ALL_ATOM = "feeds/all.atom.xml"
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
LINKS = (("Weather", "https://weather.example.org/"),)
THEME = {theme!r}
"""


def pelican_site(theme: str) -> Build:
    """A builder with one of the themes that come with Pelican."""
    return partial(_build, theme)


def _build(theme: str, folder: Path, home: str) -> Path:
    content = folder / "content"
    (content / "pages").mkdir(parents=True)
    for story in STORIES:
        (content / f"{story.slug}.md").write_text(_article(story), "utf-8")
    about = "Title: About us\n\nThe Gazette has come on Thursdays since 1902, and is read on Fridays.\n"
    (content / "pages" / "about.md").write_text(about, "utf-8")
    (folder / "pelicanconf.py").write_text(_SETTINGS.format(home=home.rstrip("/"), theme=theme), "utf-8")
    command = [sys.executable, "-m", "pelican", "content", "-o", "output", "-s", "pelicanconf.py", "-q"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=400)
    return folder / "output"


def _article(story: Story) -> str:
    return (
        f"Title: {story.title}\nDate: {story.published:%Y-%m-%d %H:%M}\nAuthor: {story.author}\n"
        f"Category: {story.section}\nTags: {', '.join(story.tags)}\nSlug: {story.slug}\n\n{story.body}"
    )
