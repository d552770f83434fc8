"""Automations: when something happens, tell somebody; and the log of what was told."""

from runlake.products.automations.conditions import EVENTS, METRIC_EVENTS, RUN_EVENTS, Condition, encode, parse
from runlake.products.automations.faces import Surroundings
from runlake.products.automations.metrics import Change, MetricCondition, Threshold, ZScore
from runlake.products.automations.product import Automations
from runlake.products.automations.recording import Outbox
from runlake.products.automations.records import (
    Action,
    ActionKind,
    Attempt,
    Automation,
    AutomationChange,
    Channel,
    Delivery,
    DeliveryState,
    Integration,
    IntegrationKind,
    Recorded,
    Scope,
)
from runlake.products.automations.sealing import Seal, load_seal
from runlake.products.automations.templates import parse_payload

__all__ = [
    "EVENTS",
    "METRIC_EVENTS",
    "RUN_EVENTS",
    "Action",
    "ActionKind",
    "Attempt",
    "Automation",
    "AutomationChange",
    "Automations",
    "Change",
    "Channel",
    "Condition",
    "Delivery",
    "DeliveryState",
    "Integration",
    "IntegrationKind",
    "MetricCondition",
    "Outbox",
    "Recorded",
    "Scope",
    "Seal",
    "Surroundings",
    "Threshold",
    "ZScore",
    "encode",
    "load_seal",
    "parse",
    "parse_payload",
]
