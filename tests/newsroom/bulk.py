"""An outlet of any size, for benchmarks: stories put together from the sentences of the others."""

from __future__ import annotations

import random
import re

from newsroom.outlet import Outlet, Story, read_outlets


def bulk_outlet(count: int, seed: int) -> Outlet:
    """`count` stories of six paragraphs, each three sentences drawn from the English outlets.

    Paragraphs are drawn without regard to sense; two stories share single sentences by chance.
    """
    sentences = _sentences()
    draw = random.Random(f"{seed}:bulk")
    stories = tuple(
        Story(
            id=f"bulk-report-{number:05d}",
            title=f"Report {number}: {draw.choice(sentences)[:60]}",
            section="Reports",
            author="Staff",
            text="\n\n".join(" ".join(draw.sample(sentences, 3)) for _ in range(6)),
        )
        for number in range(count)
    )
    return Outlet(
        name="bulk-reporter",
        title="The Bulk Reporter",
        language="en",
        utc_offset=0,
        port=8799,
        urls="/reports/{slug}",
        metadata="jsonld",
        validators="both",
        feeds=("rss",),
        crawl_delay=0,
        stories=stories,
    )


def _sentences() -> list[str]:
    texts = (story.text for outlet in read_outlets() if outlet.language == "en" for story in outlet.stories)
    parts = (part for text in texts for part in re.split(r"(?<=[.!?])\s+", " ".join(text.split())))
    return sorted({part for part in parts if len(part) > 40})
