"""A site that Hugo builds with the theme that `hugo new theme` gives: a feed, a sitemap, lists of terms."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from site_software.stories import STORIES, Story


def hugo_site(folder: Path, home: str) -> Path:
    """Build in `folder` for the URL `home`."""
    site = folder / "site"
    _hugo(folder, "new", "site", "site", "--format", "json")
    _hugo(site, "new", "theme", "bare")
    shutil.rmtree(site / "themes" / "bare" / "content")
    settings = {
        "baseURL": home,
        "languageCode": "en",
        "title": "Harbour Light",
        "theme": "bare",
        "pagination": {"pagerSize": 4},
    }
    (site / "hugo.json").write_text(json.dumps(settings), "utf-8")
    posts = site / "content" / "posts"
    posts.mkdir(parents=True)
    for story in STORIES:
        (posts / f"{story.slug}.md").write_text(_post(story), "utf-8")
    about = "The Light is written in the old lighthouse, by whoever has the watch."
    (site / "content" / "about.md").write_text(f"---\ntitle: About us\n---\n\n{about}\n", "utf-8")
    _hugo(site)
    return site / "public"


def _hugo(folder: Path, *arguments: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "hugo", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=400)


def _post(story: Story) -> str:
    front = {
        "title": story.title,
        "date": story.published.isoformat(),
        "author": story.author,
        "params": {"author": story.author},
        "tags": story.tags,
        "categories": [story.section],
        "slug": story.slug,
    }
    return json.dumps(front, ensure_ascii=False) + "\n\n" + story.body
