"""A site that moved for good: it shows in the rows, and one command writes its new URLs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import pytest
from click.testing import CliRunner
from command import copydesk_here
from newsroom import Newsroom

from flows.cli import cli
from flows.configuration import load_settings
from flows.sources.moves import former_hosts, is_move, moved_to, with_moves
from spiders.sources.source import Source

CDN = "https://feeds.cdn.example/b"
FEED = "<rss><channel><title>F</title><item><link>https://new.example/{}</link></item></channel></rss>"


class _Moved(BaseHTTPRequestHandler):
    """Everything is at /new/ for good; /elsewhere.xml only for now."""

    def do_GET(self) -> None:
        if self.path in ("/old.xml", "/elsewhere.xml"):
            self.send_response(301 if self.path == "/old.xml" else 302)
            self.send_header("Location", "/new.xml")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body = FEED.format("a").encode() if self.path == "/new.xml" else b""
        self.send_response(200 if body else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Moved)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_feed_that_moved_for_good_is_proposed_and_written(
    tmp_path: Path, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.sources.moves.LOOKS", 1)  # three runs would take a minute in CI
    config, data = tmp_path / "sources.toml", tmp_path / "data"
    config.write_text(
        f"""[copydesk]
contact = "mailto:a@example.org"
[network]
allow = ["{site}"]
[sources.blog]
home = "http://{site}/"
feeds = ["http://{site}/old.xml", 'http://{site}/elsewhere.xml']
limits = {{ delay = 0.01 }}
"""
    )
    command = ["--data", str(data), "--config", str(config), "sources", "move", "blog"]
    copydesk_here(data, config, "run", "--direct")
    shown = CliRunner().invoke(cli, [*command, "--dry-run"])
    assert f"http://{site}/old.xml → http://{site}/new.xml" in shown.output
    assert "old.xml" in config.read_text()
    assert CliRunner().invoke(cli, command).exit_code == 0
    feeds = load_settings(config).sources["blog"].feeds
    assert feeds == (f"http://{site}/new.xml", f"http://{site}/elsewhere.xml")


def test_a_site_that_moves_to_another_host_keeps_its_articles_and_loses_no_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.sources.moves.LOOKS", 1)
    config, data = tmp_path / "sources.toml", tmp_path / "data"
    name = "auental-tagblatt"

    def rows(sql: str) -> list[tuple[object, ...]]:
        with duckdb.connect(data / "warehouse.duckdb", read_only=True) as database:
            return database.execute(sql).fetchall()

    with Newsroom(only=[name], crawl_delay=0) as old, Newsroom(only=[name], crawl_delay=0) as new:
        old.write_sources(config)
        host, new_host = (urlsplit(one.home(name)).netloc for one in (old, new))
        copydesk_here(data, config, "run", "--direct")
        before = {key for (key,) in rows("SELECT article_id FROM articles")}
        config.write_text(config.read_text().replace(f'["{host}"]', f'["{host}", "{new_host}"]'))
        new.publish_next_edition()
        old.move(name, new.home(name))
        copydesk_here(data, config, "run", "--direct")
        copydesk_here(data, config, "sources", "move", name)
        assert load_settings(config).sources[name].former_hosts == (host,)
        copydesk_here(data, config, "run", "--direct")
    articles = rows("SELECT article_id, domain, identity_reason FROM articles")
    assert before < {key for key, *_ in articles}
    assert {domain for _, domain, _ in articles} == {new_host}
    assert {reason for key, _, reason in articles if key in before} == {"moved"}
    assert len(articles) == len(before) + 1  # the next edition's new story
    assert rows("SELECT count(*) FROM duplicates") == [(0,)]
    corrected = rows("SELECT count(*) FROM articles_all WHERE revision > 1")
    assert corrected == [(1,)]  # the next edition's correction


def test_one_look_that_was_not_led_there_for_good_is_enough_against_a_move() -> None:
    assert is_move("a", ["b", "b", "b"], [True, True, True])
    assert not is_move("a", ["b", "b", "b"], [True, False, True])
    assert not is_move("a", ["b", "c", "b"], [True, True, True])
    assert not is_move("a", ["b", "b"], [True, True])


def test_a_site_that_nothing_redirects_to_is_moved_by_hand() -> None:
    source = Source(name="b", home="https://www.old.example/", feeds=("https://old.example/f", CDN))
    found = moved_to(source, "https://new.example/")
    assert found == {
        "https://www.old.example/": "https://new.example/",
        "https://old.example/f": "https://new.example/f",
    }
    assert former_hosts(source, found) == ["old.example"]
    again = replace(source, home="https://new.example/", former_hosts=("old.example",))
    newest = moved_to(again, "https://newest.example/")
    table = '[sources.b]\nformer_hosts = [\n  "old.example",\n]\nhome = "https://new.example/"\n'
    assert with_moves(table, "b", newest, former_hosts(again, newest)) == (
        '[sources.b]\nformer_hosts = ["old.example", "new.example"]\nhome = "https://newest.example/"\n'
    )


def test_only_the_table_of_the_source_is_changed() -> None:
    one, two = (
        '[sources.a]\nhome = "https://x.example/"\n',
        '[sources."b"]\nhome = "https://x.example/"  # b\n',
    )
    text = with_moves(one + two, "b", {"https://x.example/": "https://y.example/"})
    assert text == one + two.replace("x.example", "y.example")
