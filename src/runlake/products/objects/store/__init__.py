"""Statements on the tables of objects. Each function runs inside `Metadata.read` or `Metadata.write`."""
