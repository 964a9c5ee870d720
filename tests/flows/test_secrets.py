"""Secrets stand in no text that we make of what holds them, and in no parameter that Prefect stores."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import get_type_hints

import pytest

from flows.configuration import load_settings
from flows.orchestration.prefect_server import ServerNotReachable
from spiders.identity.urls import UrlError, normalise
from warehouse.bucket.bucket_url import access_from, parse_bucket_url

SECRET = "correct-horse-battery"


def test_credentials_of_a_bucket_are_not_shown() -> None:
    environment = {"AWS_ACCESS_KEY_ID": "me", "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_SESSION_TOKEN": SECRET}
    access = access_from(environment, parse_bucket_url("s3://bucket/lake"))
    assert (access.secret, access.token) == (SECRET, SECRET)
    assert SECRET not in f"{access} {access!r}"


def test_receivers_of_alerts_are_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(
        f'[copydesk]\ncontact = "a@example.org"\n[alerts]\nurls = ["json://me:{SECRET}@127.0.0.1"]\n'
    )
    settings = load_settings(path)
    assert SECRET in settings.alerts.urls[0]
    assert SECRET not in f"{settings} {settings!r}"


def test_the_user_part_of_a_url_is_in_no_error_and_no_row() -> None:
    assert SECRET not in normalise(f"https://me:{SECRET}@example.org/a")
    with pytest.raises(UrlError) as error:
        normalise(f"gopher://me:{SECRET}@example.org/a")
    assert SECRET not in f"{error.value} {error.value!r}"


def test_the_password_of_a_prefect_server_that_is_away_is_not_shown() -> None:
    url = f"http://me:{SECRET}@127.0.0.1:9/api"
    error = ServerNotReachable(url, f"no response from {url}")
    assert SECRET not in f"{error} {error!r} {error.args}" and "127.0.0.1:9" in str(error)


def test_prefect_stores_paths_switches_and_numbers_only() -> None:
    for module in ("ingest", "maintain"):
        flow = getattr(importlib.import_module(f"flows.orchestration.{module}"), module)
        hints = get_type_hints(flow.fn)
        hints.pop("return")
        assert set(hints.values()) <= {Path, bool, int, float, str, list[str]}, hints
