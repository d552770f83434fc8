"""Answers of model providers → kind, model and tokens. Pure; knows shapes, imports no client.

Source: the response objects of the OpenAI API (chat completions, responses, embeddings) and of Anthropic's messages.
"""

from collections.abc import Mapping
from typing import Any

_PLACES = {
    "input": (("prompt_tokens",), ("input_tokens",)),
    "output": (("completion_tokens",), ("output_tokens",)),
    "cache_read": (
        ("prompt_tokens_details", "cached_tokens"),
        ("input_tokens_details", "cached_tokens"),
        ("cache_read_input_tokens",),
    ),
    "cache_write": (("cache_creation_input_tokens",),),
    "reasoning": (
        ("completion_tokens_details", "reasoning_tokens"),
        ("output_tokens_details", "reasoning_tokens"),
    ),
}


def request_of(answer: Any) -> tuple[str, dict[str, int]] | None:
    """Model and tokens of a provider's answer, an object or a mapping; None for everything else."""
    usage = _member(answer, "usage")
    model = _member(answer, "model") if usage is not None else None
    if not isinstance(model, str):
        return None
    counts = {part: _count(usage, places) for part, places in _PLACES.items()}
    found = {part: count for part, count in counts.items() if count is not None}
    return (model, found) if "input" in found or "output" in found else None


def _count(usage: Any, places: tuple[tuple[str, ...], ...]) -> int | None:
    for path in places:
        value = usage
        for name in path:
            value = _member(value, name)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
    return None


def _member(value: Any, name: str) -> Any:
    if isinstance(value, Mapping):
        return value.get(name)
    try:
        return getattr(value, name, None)
    except Exception:  # noqa: BLE001 - whatever a property of the user's does
        return None
