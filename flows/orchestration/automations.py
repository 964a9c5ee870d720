"""What the server does by itself: runs that died are set to Crashed, runs that came too late are dropped.

A process that is killed cannot say so, and without this its run is Running for ever and holds the writers'
limit. Runs that nobody took pile up while no worker is there; the next one does their work.
"""

from __future__ import annotations

from datetime import timedelta

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification

from flows.orchestration.deployments import HEARTBEAT_SECONDS
from flows.orchestration.flow_state import ALL_DOWN
from flows.orchestration.reporting import TAG

SILENCE = timedelta(seconds=4 * HEARTBEAT_SECONDS)
TOO_LATE = timedelta(minutes=55)
NEVER_BEGUN = timedelta(minutes=10)
"""A process starts in seconds; on a machine that swaps it may take minutes."""


def _events(*states: str) -> set[str]:
    return {f"prefect.flow-run.{state}" for state in states}


_HEARTBEAT = _events("heartbeat")
_ENDS = _events("Completed", "Failed", "Cancelled", "Crashed", "TimedOut", ALL_DOWN)
_CLAIMED = _events("Pending", "Submitting", "InfrastructurePending")
_WAITS = _events("AwaitingConcurrencySlot")
_BEGUN = _events("Running")


def automations(
    silence: timedelta = SILENCE, too_late: timedelta = TOO_LATE, never_begun: timedelta = NEVER_BEGUN
) -> list[AutomationCore]:
    """Those for dead, late and abandoned runs. Prefect takes no times below ten seconds."""
    return [
        AutomationCore(
            name="copydesk: runs that died",
            description=f"A run without a heartbeat for {silence.seconds} s has crashed",
            trigger=_without(_HEARTBEAT, _HEARTBEAT | _ENDS, silence, TAG),
            actions=[
                _crash(
                    "no heartbeat: its process has ended, or cannot reach the server; what it fetched lands"
                ),
            ],
        ),
        AutomationCore(
            name="copydesk: runs that never began",
            description="A run whose worker died between taking and starting it",
            trigger=_without(_CLAIMED, _BEGUN | _WAITS | _ENDS, never_begun, TAG),
            actions=[_crash("its worker has ended; the next run does its work")],
        ),
        AutomationCore(
            name="copydesk: runs that are too late",
            description="An ingest run that no worker has taken for so long is cancelled",
            trigger=_without(_events("Late"), _CLAIMED | _BEGUN | _WAITS | _ENDS, too_late, "ingest"),
            actions=[
                ChangeFlowRunState(
                    state=StateType.CANCELLED,
                    name="Too late",
                    force=False,
                    message="no worker took it in time; the next run does its work",
                )
            ],
        ),
    ]


def _without(after: set[str], expect: set[str], within: timedelta, tag: str) -> EventTrigger:
    """Fires for each run with a tag of which, after one event, none of others came in time."""
    return EventTrigger(
        after=after,
        expect=expect,
        within=within,
        match=ResourceSpecification.model_validate({"prefect.resource.id": "prefect.flow-run.*"}),
        match_related=_with_tag(tag),
        for_each={"prefect.resource.id"},
        posture=Posture.Proactive,
    )


def _crash(message: str) -> ChangeFlowRunState:
    return ChangeFlowRunState(state=StateType.CRASHED, name="Crashed", force=False, message=message)


def _with_tag(tag: str) -> ResourceSpecification:
    return ResourceSpecification.model_validate(
        {"prefect.resource.role": "tag", "prefect.resource.id": f"prefect.tag.{tag}"}
    )


def set_up_automations(client: SyncPrefectClient) -> None:
    """Create them, or bring those of the same name up to date."""
    for automation in automations():
        known = client.read_automations_by_name(automation.name)
        if known:
            client.update_automation(known[0].id, automation)
        else:
            client.create_automation(automation)
