"""Statements on the tables of launch queues. Each function runs inside `Metadata.read` or `Metadata.write`."""
