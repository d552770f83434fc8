"""The server: composition root, HTTP, static files."""
