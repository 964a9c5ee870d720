"""A run goes on when Prefect's server does not renew its turn among the writers."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import prefect.concurrency._leases
import pytest
from prefect import flow_engine

from flows.orchestration import backfill, ingest, lease, maintain, rebuild


def test_the_engine_of_prefect_keeps_leases_by_our_function() -> None:
    assert all((backfill, ingest, maintain, rebuild))
    assert vars(flow_engine)["maintain_concurrency_lease"] is lease.kept_lease
    assert " maintain_concurrency_lease(\n" in inspect.getsource(flow_engine.FlowRunEngine)
    theirs = inspect.signature(prefect.concurrency._leases.maintain_concurrency_lease).parameters
    ours = inspect.signature(lease.kept_lease).parameters
    assert list(theirs)[: len(ours)] == list(ours)


def test_a_lease_is_renewed_again_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[tuple[object, float]] = []
    is_renewed = threading.Event()

    class Client:
        def renew_concurrency_lease(self, lease_id: object, lease_duration: float) -> None:
            tries.append((lease_id, lease_duration))
            if len(tries) < 3:
                raise ConnectionError("410: the lease is not known")
            is_renewed.set()

    @contextmanager
    def client() -> Iterator[Client]:
        yield Client()

    monkeypatch.setattr(lease, "RENEWED_EVERY", 0.01)
    monkeypatch.setattr(lease, "brief_client", client)
    held = uuid4()
    with lease.kept_lease(held, 300, raise_on_lease_renewal_failure=True):
        assert is_renewed.wait(120)
    assert tries[:3] == [(held, 300)] * 3
