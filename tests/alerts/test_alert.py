"""Findings of a real lake, and messages to receivers on loopback."""

from __future__ import annotations

import json
import logging
import random
import shutil
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from warehouse_rows import NOON, article, duplicate, fetch, hours, rejection, rows, run

from flows.alerts.alert import alert
from flows.alerts.gather import gather
from flows.alerts.memory_file import read_memory
from flows.cli import cli
from flows.configuration import Alerts, Settings
from spiders.sources.source import Source
from warehouse.base.data_folder import DataFolder
from warehouse.derived.publish import publish
from warehouse.snapshots.snapshot import EMPTY, commit, install
from warehouse.tables import Fetch

SECRET = "tok3n-tok3n"
FEED = "https://example.org/rss"
SOURCE = Source(name="example-news", home="https://example.org/", feeds=(FEED,))


@dataclass
class Inbox:
    """A web server that takes messages, or refuses them."""

    url: str
    bodies: list[dict[str, Any]]
    status: int = 200


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received = self.rfile.read(int(self.headers["Content-Length"]))
            if box.status == 200:
                box.bodies.append(json.loads(received))
            self.send_response(box.status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    box = Inbox(f"json://user:{SECRET}@127.0.0.1:{server.server_port}/{SECRET}", [])
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield box
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    folder.create()
    return folder


def settings(inbox: Inbox) -> Settings:
    return Settings(sources={"example-news": SOURCE}, alerts=Alerts(urls=(inbox.url,)))


def feed(hour: float, outcome: str = "fetched", reason: str = "ok") -> Fetch:
    return fetch(
        "rss", kind="feed", run_id=f"r{hour}", discovered_at=hours(hour), outcome=outcome, reason=reason,
        final_url=FEED if outcome == "fetched" else None, page_id=None, discovery="config",
    )  # fmt: skip


def test_a_source_that_fails_and_returns_is_told_twice_whoever_was_reached_when(
    data: DataFolder, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    snapshot = EMPTY
    inbox.status = 500
    for hour, look in enumerate([feed(0), feed(1, "failed", "dns"), feed(2, "failed", "dns"), feed(3)]):
        snapshot = commit(data, snapshot, rows(look), [], hours(hour))
        inbox.status = 500 if hour < 2 else 200
        alert(data, settings(inbox), hours(hour))
    first, second = (box["message"] for box in inbox.bodies)
    assert first.startswith("NEW example-news: no document could be read since 2026-11-22 13:00 UTC (dns)")
    assert second.startswith("OVER example-news")
    assert "the next run retries" in caplog.text
    assert SECRET not in caplog.text + data.alerts.read_text()


def test_evidence_is_gathered_from_everything_that_landed(data: DataFolder) -> None:
    old = [f"old{n}" for n in range(30)]
    fresh = [f"fresh{n}" for n in range(20)]
    batch = [
        *(fetch(name, discovered_at=hours(0), fetched_at=hours(0)) for name in old),
        *(article(name, title="Same" if name == "old1" else name, word_count=100) for name in old),
    ]
    snapshot = commit(data, EMPTY, rows(*batch), [], hours(1))
    batch = [
        feed(48),
        *(fetch(name, discovered_at=hours(48), fetched_at=hours(48)) for name in fresh),
        *(article(name, title="Same", fetched_at=hours(48), word_count=40) for name in fresh[:9]),
        *(duplicate(name, of="old1") for name in fresh[:3]),
        *(rejection(name) for name in fresh[9:16]),
        *(rejection(name, reason="index_page") for name in fresh[16:18]),
        *(rejection(name, reason="consent") for name in fresh[18:]),
        fetch("closed", discovered_at=hours(48), outcome="blocked", reason="robots", page_id=None),
        *(run(run_id=f"r{n}", started_at=hours(n)) for n in range(8)),
        run(run_id="late", started_at=hours(48)),
    ]
    snapshot = commit(data, snapshot, rows(*batch), [], hours(48))
    (data.quarantine / "b" / "segments" / "s").mkdir(parents=True)
    evidence = gather(data, snapshot, hours(49))
    watched = evidence.sources["example-news"]
    recent, past = watched.recent, watched.past
    assert (recent.pages, recent.rejected, recent.lists, recent.walls, recent.landed) == (20, 7, 2, 2, 9)
    assert (recent.words, recent.firsts, recent.duplicates) == (40, 9, 3)
    assert (past.pages, past.landed, past.words, past.duplicates) == (30, 30, 100, 0)
    assert (watched.title, watched.title_count, watched.title_of) == ("same", 10, 39)
    assert (watched.recent_links.seen, watched.recent_links.forbidden) == (21, 1)
    assert [(look.url, look.hosts) for look in watched.documents] == [
        ("https://example.org/rss", ("example.org",))
    ]
    around = evidence.surroundings
    assert (around.quarantined, around.run_gap, around.usual_gap) == (("b",), 41.0, 1.0)


@pytest.mark.parametrize("seed", range(4))
def test_what_is_kept_and_what_came_since_are_evidence_as_all_of_it_is(
    data: DataFolder, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr("warehouse.query.recent_rows.FEW_ROWS", 0)
    monkeypatch.setattr("warehouse.query.kept_file.FEW", 100)
    rng = random.Random(seed)
    snapshot = EMPTY
    first: dict[Path, bytes] = {}
    for number in range(5):
        rest = [any_row(rng, f"{number}-{one}", number) for one in range(120)]
        snapshot = commit(data, snapshot, rows(*rest), [], hours(number))
        kept = gather(data, snapshot, hours(number))
        files = {path: path.read_bytes() for path in data.recent.iterdir()}
        first = first or files
        assert files == first
        shutil.rmtree(data.recent)
        assert kept.sources == gather(data, snapshot, hours(number)).sources
        for path, content in first.items():
            path.write_bytes(content)
    assert len(first) == 6
    assert any(watched.past.duplicates and watched.past_links.off_site for watched in kept.sources.values())


def any_row(rng: random.Random, name: str, hour: int) -> Any:
    """A row of some table about one of few pages, of any time until `hour`."""
    at = hours(hour - rng.choice([1, 30, 80 * 24]) * rng.random())
    source, page = f"s{rng.randrange(3)}", f"p{rng.randrange(40)}"
    kind = rng.randrange(6)
    if kind == 0:
        outcome, reason = rng.choice([("fetched", "ok"), ("failed", "dns"), ("blocked", "robots")])
        return fetch(
            f"feed{rng.randrange(2)}", kind="feed", run_id=f"r{name}", source=source, discovered_at=at,
            outcome=outcome, reason=reason, final_url=f"https://{rng.choice('ab')}.org/{name}", page_id=None,
        )  # fmt: skip
    if kind == 1:
        return article(page, source=source, fetched_at=at, landed_at=at, title=f"T{rng.randrange(9)} {name}")
    if kind == 2:
        return duplicate(page, of=f"p{rng.randrange(3)}", landed_at=at)
    if kind == 3:
        return rejection(page, reason=rng.choice(["index_page", "consent", "no_text"]), landed_at=at)
    denied = {"outcome": "skipped", "reason": "denied", "detail": "not on example.org", "page_id": None}
    more = denied if rng.random() < 0.3 else {}
    return fetch(page, source=source, discovered_at=at, fetched_at=at, **more)


def test_what_findings_are_found_from_is_gone_after_a_takedown(
    data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.query.recent_rows.FEW_ROWS", 0)
    snapshot = commit(data, EMPTY, rows(feed(0), fetch("a"), article("a")), [], hours(1))
    gather(data, snapshot, hours(1))
    assert data.recent.exists()
    merged = install(data, snapshot, [], hours(2), "erasure")
    watched = gather(data, merged, hours(2)).sources
    assert watched == {}, "a kill came before publishing"
    publish(data, merged)
    assert not data.recent.exists()


def test_an_empty_folder_has_no_findings(data: DataFolder, inbox: Inbox) -> None:
    assert alert(data, settings(inbox), NOON).open == ()
    assert (read_memory(data).findings, inbox.bodies) == ({}, [])


def test_a_document_that_the_table_does_not_name_any_more_is_forgotten(
    data: DataFolder, inbox: Inbox
) -> None:
    first = commit(data, EMPTY, rows(feed(0, "failed", "http_404")), [], hours(0))
    assert len(alert(data, settings(inbox), hours(0)).open) == 1
    other = fetch("atom", kind="feed", run_id="r1", discovered_at=hours(1), page_id=None)
    commit(data, first, rows(other), [], hours(1))
    assert alert(data, settings(inbox), hours(1)).open == ()


def alerts_test(tmp_path: Path, text: str) -> tuple[int, str]:
    config = tmp_path / "sources.toml"
    config.write_text(f'[copydesk]\ncontact = "mailto:desk@example.org"\n[alerts]\n{text}\n')
    done = CliRunner().invoke(cli, ["--config", str(config), "alerts", "test"])
    return done.exit_code, done.output


def test_a_test_message_reaches_urls_and_the_command(
    tmp_path: Path, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESK_URL", inbox.url)
    told = tmp_path / "told"
    program = f"import sys; open({str(told)!r}, 'w').write(sys.stdin.read())"
    command = json.dumps([sys.executable, "-c", program])
    code, output = alerts_test(tmp_path, f'urls = ["{inbox.url}", "$DESK_URL"]\ncommand = {command}')
    assert (code, output.count("message accepted")) == (0, 3)
    assert len(inbox.bodies) == 2
    assert told.read_text().startswith("copydesk: a test\n\nThis is")
    assert SECRET not in output


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "has no receivers"),
        (f'urls = ["nonsense://{SECRET}"]', "urls, number 1 (nonsense): is not a URL that Apprise supports"),
        (f'urls = ["json://127.0.0.1:1/{SECRET}"]', "urls, number 1 (json): did not accept the message"),
        (f'urls = ["{SECRET}"]', "urls, number 1 (?): is not a URL"),
        ('urls = ["$NOT_SET"]', "the environment variable NOT_SET is not set"),
        ('command = ["/no/such/program"]', "command: cannot be started: No such file or directory"),
        ('command = ["false"]', "command: ended with code 1"),
        ("urls = 5", "[alerts], urls: must be a list"),
    ],
)
def test_a_receiver_that_takes_nothing_is_named_without_its_secrets(
    tmp_path: Path, text: str, says: str
) -> None:
    code, output = alerts_test(tmp_path, text)
    assert (code, says in output, SECRET in output) == (1, True, False), output


def test_a_receiver_that_is_not_named_any_more_is_told_nothing(data: DataFolder, inbox: Inbox) -> None:
    inbox.status = 500
    commit(data, EMPTY, rows(feed(0, "failed", "http_404")), [], hours(0))
    alert(data, settings(inbox), hours(0))
    assert any(read_memory(data).unsent.values())
    alert(data, Settings(sources={"example-news": SOURCE}), hours(1))
    assert not any(read_memory(data).unsent.values())


def test_a_full_disk_is_told_all_the_same(
    data: DataFolder, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("flows.alerts.alert.write_memory", full)
    monkeypatch.setattr("flows.alerts.judge.is_low", lambda around, factor=1.0: True)
    alert(data, settings(inbox), NOON + timedelta(hours=1))
    assert "GB are free" in inbox.bodies[0]["message"]
