"""The test suite: one folder per kind, see ARCHITECTURE.md. Shared code is imported as `tests.<folder>.<module>`."""
