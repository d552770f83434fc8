"""The facts of an automation that wandb's filters and orders may name. Pure."""

from runlake.errors import InvalidInput
from runlake.products.automations import Automation
from runlake.protocols.wandb.graphql.automation_events import event_name
from runlake.protocols.wandb.graphql.automation_nodes import action_kind
from runlake.protocols.wandb.graphql.listed_filters import Facts, micros

_FIELDS = {
    "name": "name",
    "description": "description",
    "enabled": "enabled",
    "createdAt": "created_at",
    "created_at": "created_at",
    "updatedAt": "updated_at",
    "updated_at": "updated_at",
    "eventType": "event_type",
    "event_type": "event_type",
    "triggeringEventType": "event_type",
    "actionType": "action_type",
    "action_type": "action_type",
    "triggeredActionType": "action_type",
    "scopeType": "scope_type",
    "scope_type": "scope_type",
}


def automation_paths(key: str) -> tuple[str, ...]:
    """The field that a key of a filter or an order means. Raises InvalidInput for one that automations do not have."""
    if key not in _FIELDS:
        raise InvalidInput(f"automations have no field {key!r:.60}: use one of {', '.join(_FIELDS)}")
    return (_FIELDS[key],)


def facts_of_automation(automation: Automation) -> Facts:
    """What is compared: words as clients write them."""
    return {
        "name": (automation.name,),
        "description": (automation.description,),
        "enabled": (automation.enabled,),
        "created_at": (micros(automation.created_at),),
        "updated_at": (micros(automation.updated_at),),
        "event_type": (event_name(automation.event),),
        "action_type": (action_kind(automation.action.kind),),
        "scope_type": ("PROJECT" if automation.collection_id is None else "ARTIFACT_COLLECTION",),
    }
