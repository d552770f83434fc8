"""Logging of the server: one line per record, facts from `extra` behind the message."""

import logging

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message", "taskName"}


class _Facts(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        facts = {key: value for key, value in vars(record).items() if key not in _STANDARD}
        tail = "".join(f" {key}={value!r}" for key, value in facts.items())
        return super().format(record) + tail


def configure_logging(level: str) -> None:
    """Log to standard error at `level` (debug, info, warning or error)."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Facts("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for noisy in ("uvicorn", "alembic", "asyncio"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, root.level))
