"""Console lines of the file stream → the model's. Pure.

With the feature STRUCTURED_CONSOLE_LOGS a line is a JSON object `{"level", "ts", "label", "content"}`; without it, plain
text `[ERROR ]<ts> [<label>] <text>`. `ts` is UTC without a zone. Older clients leave the line's end in the text.
Source: the wandb client 0.28.2, `core/internal/runconsolelogs`; 0.19.0, `sdk/internal/file_stream.py`.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import orjson

from runlake.ingest import ConsoleLine

_PLAIN = re.compile(
    r"(?P<error>ERROR )?(?P<ts>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?) (?:\[(?P<label>[^\]]+)\] )?(?P<text>.*)", re.S
)


def parse_lines(first_line: int, lines: Sequence[str]) -> list[ConsoleLine]:
    """One console line per content string; what is in neither form is kept as its own text."""
    return [_parse_line(first_line + offset, text) for offset, text in enumerate(lines)]


def _parse_line(line: int, text: str) -> ConsoleLine:
    text = text.removesuffix("\n")
    if text.startswith("{"):
        try:
            fields = orjson.loads(text)
        except ValueError:
            fields = None
        if isinstance(fields, dict) and isinstance(fields.get("content"), str):
            return _structured(line, fields)
    match = _PLAIN.fullmatch(text)
    if match is None:
        return ConsoleLine(line, "", "", 0, text)
    level = "error" if match["error"] else ""
    return ConsoleLine(line, level, match["label"] or "", _time_us(match["ts"]), match["text"])


def _structured(line: int, fields: dict[str, Any]) -> ConsoleLine:
    level, label = fields.get("level"), fields.get("label")
    return ConsoleLine(
        line,
        level[:16] if isinstance(level, str) else "",
        label[:128] if isinstance(label, str) else "",
        _time_us(fields.get("ts")),
        fields["content"],
    )


def _time_us(text: object) -> int:
    if not isinstance(text, str):
        return 0
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return 0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0, round(moment.timestamp() * 1_000_000))
