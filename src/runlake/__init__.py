"""Runlake: one self-hosted platform for the whole life of an AI model."""

__version__ = "0.1.0"
