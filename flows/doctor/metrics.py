"""The figures of `status` as OpenMetrics text, for Prometheus and its like."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import Any

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.openmetrics.exposition import generate_latest
from prometheus_client.registry import Collector

from flows.alerts.memory import open_findings
from flows.alerts.memory_file import read_memory
from warehouse.base.data_folder import DataFolder
from warehouse.base.run_lock import holder
from warehouse.checks.replay import entries
from warehouse.lake.lake import Lake
from warehouse.landing.segments import pending_segments
from warehouse.query.article_count import count_articles
from warehouse.query.connection import connect_for
from warehouse.query.newest_landed import figures_of_sources
from warehouse.snapshots.snapshot import Snapshot
from warehouse.sql import execute
from warehouse.values import FetchOutcome

OUTCOMES = tuple(FetchOutcome)
LANDED = ("new", "revised", "duplicate", "rejected")


def metrics_text(data: DataFolder) -> str:
    """Everything that can be counted now, as OpenMetrics 1.0 text."""
    registry = CollectorRegistry()
    registry.register(_Figures(data))
    text: bytes = generate_latest(registry)
    return text.decode()


class _Figures(Collector):
    def __init__(self, data: DataFolder) -> None:
        self._data = data

    def collect(self) -> Iterable[Metric]:
        snapshot = Lake(self._data).current()
        yield _one("copydesk_info", "Version of copydesk", 1, version=version("copydesk"))
        yield from _of_folder(self._data, snapshot)
        if not snapshot.is_empty:
            yield from _of_lake(snapshot)
            yield from _of_rows(self._data, snapshot)


def _of_folder(data: DataFolder, snapshot: Snapshot) -> Iterator[Metric]:
    waiting = len(pending_segments(data, snapshot)) if data.landing.is_dir() else 0
    yield _one("copydesk_landing_segments", "Segments that wait for the next run", waiting)
    yield _one("copydesk_quarantine_entries", "Batches and files set aside", len(entries(data)))
    yield _one(
        "copydesk_writing", "1 while somebody writes to the data folder", int(holder(data) is not None)
    )
    yield _one("copydesk_disk_free_bytes", "Free bytes on the disk of the data folder", _free(data))
    open_now = Counter(
        (one.finding.kind.label, one.finding.source) for one in open_findings(read_memory(data))
    )
    findings = GaugeMetricFamily("copydesk_findings", "Open findings", labels=["kind", "source"])
    for (kind, source), count in open_now.items():
        findings.add_metric([kind, source], count)
    yield findings


def _of_lake(snapshot: Snapshot) -> Iterator[Metric]:
    manifest = snapshot.manifest
    yield _one("copydesk_snapshot", "Number of the current snapshot", snapshot.number)
    committed = manifest.committed_at.timestamp()
    yield _one("copydesk_snapshot_committed_timestamp_seconds", "When it was committed", committed)
    for name, meaning, of in (
        ("copydesk_table_rows", "Rows of a table", lambda file: file.rows),
        ("copydesk_table_bytes", "Bytes of a table's files", lambda file: file.bytes),
        ("copydesk_table_files", "Files of a table", lambda file: 1),
    ):
        family = GaugeMetricFamily(name, meaning, labels=["table"])
        for table in dict.fromkeys(file.table for file in manifest.files):
            family.add_metric([table], sum(of(file) for file in manifest.of(table)))
        yield family


def _of_rows(data: DataFolder, snapshot: Snapshot) -> Iterator[Metric]:
    with connect_for(snapshot, ["doctor/last_run"]) as database:
        runs = execute(database, "doctor/last_run").fetchall()
    articles = count_articles(data, snapshot)
    yield _one("copydesk_articles", "Articles, each cluster of copies counted once", articles)
    for started, seconds, *counts in runs:
        yield _one("copydesk_last_run_start_timestamp_seconds", "Start of the last run", started)
        yield _one("copydesk_last_run_seconds", "Duration of the last run", seconds)
        yield _labelled("copydesk_last_run_links", "Links of the last run", [("", counts)])
    newest = GaugeMetricFamily(
        "copydesk_source_newest_timestamp_seconds",
        "When the newest article of a source landed",
        labels=["source"],
    )
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    sources = figures_of_sources(snapshot, "doctor/sources", yesterday, newest=1)
    for source, last, *_ in sources:
        if last is not None:
            newest.add_metric([source], last.timestamp())
    yield newest
    rows = [(source, counts) for source, _, *counts in sources]
    yield _labelled("copydesk_source_links", "Links of a source since yesterday, UTC", rows)


def _labelled(name: str, meaning: str, rows: list[tuple[str, list[Any]]]) -> Metric:
    """A count for each outcome of links, and for each fate of the fetched ones."""
    labels = ["source", "outcome"] if any(source for source, _ in rows) else ["outcome"]
    family = GaugeMetricFamily(name, meaning, labels=labels)
    for source, counts in rows:
        for outcome, count in zip(OUTCOMES + LANDED, counts, strict=True):
            family.add_metric([source, outcome] if source else [outcome], count)
    return family


def _one(name: str, meaning: str, value: float, **labels: str) -> Metric:
    family = GaugeMetricFamily(name, meaning, labels=list(labels))
    family.add_metric(list(labels.values()), value)
    return family


def _free(data: DataFolder) -> int:
    return shutil.disk_usage(data.root if data.root.is_dir() else data.root.absolute().parent).free
