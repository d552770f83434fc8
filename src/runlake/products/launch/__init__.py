"""Launch queues: runs that wait to be started, and the agents that start them."""

from runlake.products.launch.news import LaunchChanged, launch_topic
from runlake.products.launch.product import Launch
from runlake.products.launch.queues import Queues, may_use
from runlake.products.launch.records import (
    DEFAULT_PRIORITY,
    Item,
    ItemState,
    LaunchAgent,
    Queue,
    QueueDraft,
    Resource,
)
from runlake.products.launch.specs import Wish
from runlake.products.launch.variables import unknown_places

__all__ = [
    "DEFAULT_PRIORITY",
    "Item",
    "ItemState",
    "Launch",
    "LaunchAgent",
    "LaunchChanged",
    "Queue",
    "QueueDraft",
    "Queues",
    "Resource",
    "Wish",
    "launch_topic",
    "may_use",
    "unknown_places",
]
