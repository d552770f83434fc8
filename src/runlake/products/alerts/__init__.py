"""Alerts that a run raises about itself: "loss is NaN", "training is done"."""

from runlake.products.alerts.alert import Alert, Severity
from runlake.products.alerts.product import Alerts, alerts_topic

__all__ = ["Alert", "Alerts", "Severity", "alerts_topic"]
