"""What lists show of an input or an output. Pure."""

from typing import Any

import orjson

_PREVIEW_CHARACTERS = 300
_WORDS_IN = ("messages", "choices", "message", "parts", "contents", "content", "text")
_DEEPEST_WORDS = 8
_MOST_PARTS = 16
_MEDIA = frozenset({"blob", "file", "image", "image_url", "input_image", "input_audio", "uri"})
_RESULTS = {"tool_call_response": "response", "server_tool_call_response": "response", "tool_result": "content"}
_CALLS = frozenset({"tool_call", "tool_use", "server_tool_call", "function_call"})
_JSON = orjson.OPT_NON_STR_KEYS | orjson.OPT_SERIALIZE_NUMPY


def json_text(value: Any) -> str:
    """The JSON of a value; "" when there is none."""
    return "" if value is None else orjson.dumps(value, option=_JSON).decode()


def preview(value: Any, value_json: str) -> str:
    """The beginning of a value as one line of text, of at most 300 characters; of a conversation, its last words."""
    text = value if isinstance(value, str) else last_words(value) or value_json
    start = text[:_PREVIEW_CHARACTERS]
    if start.isprintable() and "  " not in start and start == start.strip():
        return start  # all white space but the blank is unprintable; most texts have none
    return " ".join(text[: 2 * _PREVIEW_CHARACTERS].split())[:_PREVIEW_CHARACTERS]


def last_words(value: Any, deepest: int = _DEEPEST_WORDS) -> str:
    """The text of the last message of a conversation, in the shapes that clients send; "" when there is none.

    Of a message that calls tools instead of saying something, the calls; of what a tool gave back, the result; parts that are no words, as images, are passed over.
    """
    if isinstance(value, str) or not value or deepest == 0:
        return value if isinstance(value, str) else ""
    if isinstance(value, list):
        for item in value[: -_MOST_PARTS - 1 : -1]:
            if words := last_words(item, deepest - 1):
                return words
        return ""
    if not isinstance(value, dict) or _type(value) in _MEDIA:
        return ""
    if (given := _RESULTS.get(_type(value))) and (result := value.get(given, value.get("result"))):
        return last_words(result, deepest - 1) or json_text(result)
    for name in _WORDS_IN:
        if said := value.get(name):
            return last_words(said, deepest - 1) or _calls(value.get("tool_calls")) or _call(value)
    return _calls(value.get("tool_calls")) or _call(value)


def _type(value: dict[str, Any]) -> str:
    return name if isinstance(name := value.get("type"), str) else ""


def _calls(calls: Any) -> str:
    return ", ".join(filter(None, map(_call, calls[:_MOST_PARTS]))) if isinstance(calls, list) else ""


def _call(value: Any) -> str:
    """A call of a tool as OpenAI, Anthropic and OpenTelemetry write it, in the manner of source code; "" for another value."""
    if not isinstance(value, dict) or not ("function" in value or _type(value) in _CALLS):
        return ""
    call = value["function"] if isinstance(value.get("function"), dict) else value
    given = call.get("arguments", call.get("input", ""))
    text = given if isinstance(given, str) else json_text(given)
    return f"{name}({text})" if isinstance(name := call.get("name"), str) else ""
