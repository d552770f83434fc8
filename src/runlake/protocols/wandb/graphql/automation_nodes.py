"""Automations and integrations → nodes of the schema. Pure."""

import json
from collections.abc import Mapping

from runlake.products.automations import ActionKind, Automation, Integration, IntegrationKind
from runlake.protocols.wandb.graphql.automation_events import event_name, filter_shown
from runlake.protocols.wandb.graphql.ids import encode_id
from runlake.protocols.wandb.graphql.translate import Node

_ACTIONS = {
    ActionKind.WEBHOOK: "GENERIC_WEBHOOK",
    ActionKind.NOTIFICATION: "NOTIFICATION",
    ActionKind.NOTHING: "NO_OP",
}


def trigger_node(automation: Automation, scope: Node, integrations: Mapping[int, Integration]) -> Node:
    """An automation; `integrations` has the one that it sends to."""
    return Node(
        id=encode_id("Trigger", automation.automation_id),
        createdAt=automation.created_at,
        updatedAt=automation.updated_at,
        name=automation.name,
        description=automation.description,
        enabled=automation.enabled,
        scope=scope,
        triggeringCondition=Node(
            __typename="FilterEventTriggeringCondition",
            eventType=event_name(automation.event),
            filter=filter_shown(automation),
        ),
        triggeredAction=_action_node(automation, integrations),
    )


def integration_node(integration: Integration) -> Node:
    """An integration as clients know it: what is not a webhook is Slack to them."""
    shown, global_id = integration.shown, encode_id("Integration", integration.integration_id)
    if integration.kind is IntegrationKind.WEBHOOK:
        return Node(
            __typename="GenericWebhookIntegration", id=global_id, name=integration.name, urlEndpoint=shown["url"]
        )
    team = "e-mail" if integration.kind is IntegrationKind.EMAIL else shown.get("team", integration.name)
    channel = shown.get("channel") or shown.get("address") or integration.name
    return Node(__typename="SlackIntegration", id=global_id, teamName=team, channelName=channel)


def action_kind(kind: ActionKind) -> str:
    """wandb's word for what an automation does."""
    return _ACTIONS[kind]


def _action_node(automation: Automation, integrations: Mapping[int, Integration]) -> Node:
    action = automation.action
    integration = integrations.get(action.integration_id or 0)
    if action.kind is ActionKind.NOTHING or integration is None:
        return Node(__typename="NoOpTriggeredAction", noOp=True)
    if action.kind is ActionKind.WEBHOOK:
        return Node(
            __typename="GenericWebhookTriggeredAction",
            integration=integration_node(integration),
            requestPayload=None if action.payload is None else json.dumps(action.payload),
        )
    shown = integration_node(integration)
    if integration.kind is IntegrationKind.WEBHOOK:  # clients take no other kind here
        shown = Node(__typename="SlackIntegration", id=shown["id"], teamName="webhook", channelName=integration.name)
    return Node(
        __typename="NotificationTriggeredAction",
        integration=shown,
        title=action.title,
        message=action.text,
        severity=action.severity,
    )
