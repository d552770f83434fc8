"""Runlake's own HTTP API, under /api/v1: JSON in snake_case, described by OpenAPI."""
