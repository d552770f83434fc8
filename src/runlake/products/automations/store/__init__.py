"""Statements on the tables of automations. Each function runs inside `Metadata.read` or `Metadata.write`."""
