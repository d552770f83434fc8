"""Queues of spans that people judge one after the other, and how far each of them is."""

from runlake.products.annotations.product import AnnotationQueues, ItemsQuery
from runlake.products.annotations.records import NewItem, Queue, QueueItem, QueueTotals, State

__all__ = ["AnnotationQueues", "ItemsQuery", "NewItem", "Queue", "QueueItem", "QueueTotals", "State"]
