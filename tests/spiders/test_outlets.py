import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from spiders.outlets.embedded_json import EmbeddedJsonSpider
from spiders.processes.job import Job
from spiders.sources.source import Source

ROOT = Path(__file__).parents[2]
FRONT = "https://example.org/"


def embedded_json_spider() -> EmbeddedJsonSpider:
    source = Source(name="s", home=FRONT, spider="embedded_json")
    job = Job(
        run_id="run",
        started_at=datetime(2026, 11, 22, tzinfo=UTC),
        data=Path(),
        user_agent="",
        network_allow=(),
        chains=((source,),),
    )
    return EmbeddedJsonSpider(job=job, source=source)


def test_links_that_stand_in_json_are_found() -> None:
    stories = [
        {"headline": "Bridge closed for repairs", "path": "/2026/11/20/bridge"},
        {"headline": "Politics", "path": "/politics"},
        {"teaser": {"title": "Ferry back", "url": "https://example.org/2026/11/21/ferry"}},
    ]
    body = f'<html><script type="application/json">{json.dumps({"props": stories})}</script></html>'.encode()
    found = embedded_json_spider().read_document(body, FRONT, "front_page")
    assert {(link.url, link.title) for link in found.links} == {
        ("https://example.org/2026/11/20/bridge", "Bridge closed for repairs"),
        ("https://example.org/2026/11/21/ferry", "Ferry back"),
    }


def test_broken_json_gives_no_links_and_no_error() -> None:
    body = b'<script type="application/json">{"a": </script><script type="application/json">[[[[</script>'
    assert embedded_json_spider().read_document(body, FRONT, "section").links == ()


def scrapy(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrapy", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False
    )


def test_scrapy_lists_the_spiders() -> None:
    assert scrapy("list").stdout.split() == ["embedded_json", "outlet"]


def test_a_source_that_is_not_there_is_named(tmp_path: Path) -> None:
    config = tmp_path / "sources.toml"
    config.write_text('[copydesk]\ncontact = "mailto:desk@example.org"\n')
    done = scrapy("crawl", "outlet", "-a", "source=gazette", COPYDESK_CONFIG=str(config))
    assert "has no source 'gazette'" in done.stderr
