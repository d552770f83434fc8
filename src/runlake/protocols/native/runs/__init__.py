"""Runs: found, read, changed, exported; their files, console lines and media."""
