"""Statements on the tables of artifacts. Each function runs inside `Metadata.read` or `Metadata.write`."""
