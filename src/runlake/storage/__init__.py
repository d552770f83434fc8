"""Drivers of the stores. They execute and decide nothing."""
