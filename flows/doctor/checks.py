"""Looks at configuration, folder and lake: what an operator can fix is a diagnosis, not an error."""

from __future__ import annotations

import json
import os
import platform
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from flows.alerts.evidence import Surroundings
from flows.alerts.judge import is_low
from flows.alerts.memory import open_findings
from flows.alerts.memory_file import read_memory
from flows.configuration import Settings, data_folder, load_settings
from flows.doctor.diagnosis import Diagnosis, fine, warning, wrong
from flows.runs.versions import versions_json
from spiders.sources.declaration import ConfigError
from warehouse.base.data_folder import DataFolder
from warehouse.base.errors import CopydeskError
from warehouse.base.run_lock import holder
from warehouse.checks.replay import entries
from warehouse.derived.derived_faults import derived_faults
from warehouse.lake.lake import Lake
from warehouse.landing.segments import pending_segments
from warehouse.snapshots.schema_migrations import refuse_older
from warehouse.snapshots.snapshot import Snapshot

CLOCK_SLACK = timedelta(minutes=1)


def check_installation(root: Path, config: Path, now: datetime) -> Iterator[Diagnosis]:
    """Everything but Prefect, at `now` (UTC)."""
    yield _environment()
    settings, about = _settings(config)
    yield from about
    try:
        folder = data_folder(root, config)
    except ConfigError:
        folder = DataFolder(root)  # what is wrong with the configuration is said above
    yield from _folder(folder)
    if folder.root.is_dir():
        yield _disk(folder)
        yield from _lake(folder, now)
        yield from _waiting(folder)
        yield _findings(folder, settings)


def _environment() -> Diagnosis:
    versions = ", ".join(f"{name} {version}" for name, version in json.loads(versions_json()).items())
    return fine("environment", f"Python {platform.python_version()}, {versions}")


def _settings(config: Path) -> tuple[Settings | None, list[Diagnosis]]:
    try:
        settings = load_settings(config)
    except ConfigError as error:
        return None, [wrong("configuration", str(error), "fix that line")]
    watched = [source for source in settings.sources.values() if source.enabled]
    contact = fine("configuration", f"{config}: contact {settings.contact}, {len(watched)} sources")
    if watched:
        return settings, [contact]
    add = "copydesk sources add https://example.org/"
    return settings, [contact, warning("sources", f"{config} has no enabled source", add)]


def _folder(data: DataFolder) -> Iterator[Diagnosis]:
    if not data.root.is_dir():
        yield warning("data folder", f"{data.root} does not exist yet", "copydesk run")
    elif not os.access(data.root, os.W_OK):
        yield wrong("data folder", f"{data.root} cannot be written to", f"chown -R $USER {data.root}")
    else:
        yield fine("data folder", str(data.root.resolve()))


def _disk(data: DataFolder) -> Diagnosis:
    disk = shutil.disk_usage(data.root)
    seen = f"{disk.free / 1e9:.1f} of {disk.total / 1e9:.0f} GB are free"
    if is_low(Surroundings(free_bytes=disk.free, disk_bytes=disk.total)):
        return warning("disk", seen, "free some space, or shorten [retention] and run: copydesk maintain")
    return fine("disk", seen)


def _lake(data: DataFolder, now: datetime) -> Iterator[Diagnosis]:
    try:
        snapshot = Lake(data).current()
    except CopydeskError as error:
        yield wrong("lake", str(error), "copydesk fsck --repair")
        return
    if snapshot.is_empty:
        yield warning("lake", "nothing has landed yet", "copydesk run")
        return
    yield _schema(snapshot)
    yield _clock(snapshot, now)
    faults = list(derived_faults(data))
    for path, fault in faults:
        yield wrong("published files", f"{path} {fault}", "copydesk fsck --repair")
    if not faults:
        yield fine("published files", f"{data.database.name} and the search index belong to this folder")


def _schema(snapshot: Snapshot) -> Diagnosis:
    committed = f"{snapshot.manifest.committed_at:%Y-%m-%d %H:%M} UTC"
    try:
        refuse_older(snapshot.manifest.schema_version)
    except CopydeskError as error:
        return wrong("lake", str(error), "copydesk migrate")
    return fine("lake", f"snapshot {snapshot.number}, committed {committed}")


def _clock(snapshot: Snapshot, now: datetime) -> Diagnosis:
    ahead = snapshot.manifest.committed_at - now
    if ahead > CLOCK_SLACK:
        hours = ahead / timedelta(hours=1)
        seen = f"the last commit is {hours:.1f} hours in the future: the clock is wrong now, or was then"
        return wrong("clock", seen, "set the clock by NTP: timedatectl set-ntp true")
    return fine("clock", f"{now:%Y-%m-%d %H:%M:%S} UTC")


def _waiting(data: DataFolder) -> Iterator[Diagnosis]:
    pid = holder(data)
    yield fine(
        "lock", f"process {pid or 'unknown'} is writing" if pid is not None else "no process is writing"
    )
    waiting = _safely(lambda: len(pending_segments(data, Lake(data).current())))
    if waiting and pid is None:
        seen = f"{waiting} segments wait in landing/"
        yield warning("landing", seen, "copydesk run --no-fetch")
    kept = entries(data)
    if kept:
        seen = f"{len(kept)} entries, the newest is {kept[-1].name}"
        yield warning("quarantine", seen, f"copydesk quarantine show {kept[-1].name}")


def _findings(data: DataFolder, settings: Settings | None) -> Diagnosis:
    count = len(open_findings(read_memory(data)))
    stated = settings.alerts if settings else None
    receivers = len(stated.urls) + bool(stated.command) if stated else 0
    seen = f"{count} open, {receivers} receivers are notified"
    return warning("findings", seen, "copydesk status") if count else fine("findings", seen)


def _safely(count: Callable[[], int]) -> int:
    try:
        return count()
    except CopydeskError:
        return 0  # what is wrong is said by the check of the lake
