"""Versioned values on the server: prompts, and what data sets are kept as."""

from runlake.sdk.objects.prompts import Prompt, prompt
from runlake.sdk.objects.store import ObjectStore, ObjectValue

__all__ = ["ObjectStore", "ObjectValue", "Prompt", "prompt"]
