"""What the server does by itself: runs that died are told so, runs that came too late are dropped.

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

_ENDS = {
    f"prefect.flow-run.{state}"
    for state in ("Completed", "Failed", "Cancelled", "Crashed", "TimedOut", ALL_DOWN)
}
_TAKEN = {f"prefect.flow-run.{state}" for state in ("Pending", "Running", "AwaitingConcurrencySlot")}
_ANY_RUN = ResourceSpecification.model_validate({"prefect.resource.id": "prefect.flow-run.*"})


def automations(silence: timedelta = SILENCE, too_late: timedelta = TOO_LATE) -> list[AutomationCore]:
    """Those for dead and for late runs. Prefect takes no times below ten seconds."""
    return [
        AutomationCore(
            name="copydesk: runs that died",
            description=f"A run that was not heard of for {silence.seconds} s crashed",
            trigger=EventTrigger(
                after={"prefect.flow-run.heartbeat"},
                expect={"prefect.flow-run.heartbeat", *_ENDS},
                within=silence,
                match=_ANY_RUN,
                match_related=_with_tag(TAG),
                for_each={"prefect.resource.id"},
                posture=Posture.Proactive,
            ),
            actions=[
                ChangeFlowRunState(
                    state=StateType.CRASHED,
                    name="Crashed",
                    force=False,
                    message="its process is gone; what it had fetched is landed by the next run",
                )
            ],
        ),
        AutomationCore(
            name="copydesk: runs that are too late",
            description="An ingest that nobody has taken for so long is left to the next one",
            trigger=EventTrigger(
                after={"prefect.flow-run.Late"},
                expect={*_TAKEN, *_ENDS},
                within=too_late,
                match=_ANY_RUN,
                match_related=_with_tag("ingest"),
                for_each={"prefect.resource.id"},
                posture=Posture.Proactive,
            ),
            actions=[
                ChangeFlowRunState(
                    state=StateType.CANCELLED,
                    name="Too late",
                    force=False,
                    message="nobody took it in time; the next run does its work",
                )
            ],
        ),
    ]


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
