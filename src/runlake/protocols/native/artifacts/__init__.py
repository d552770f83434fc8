"""Artifacts: versions, files, lineage, registries and promotion."""
