"""Saved views of pages, and reports."""
