"""Sites of our own stories as real software builds them: Pelican, Nikola and Hugo."""

from site_software.site import BuiltSite, served
from site_software.stories import STORIES, Story

__all__ = ["STORIES", "BuiltSite", "Story", "served"]
