"""The edge: a folder per kind of client."""
