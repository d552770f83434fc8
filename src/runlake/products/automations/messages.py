"""What is sent: bodies of webhooks, of Slack, and texts of e-mails. Pure."""

from collections.abc import Mapping
from typing import Any

import orjson

from runlake.products.automations.records import Action, ActionKind, IntegrationKind
from runlake.products.automations.templates import MAX_TEXT_BYTES, fill, fill_text

_MARKS = {"INFO": "\N{INFORMATION SOURCE}", "WARN": "\N{WARNING SIGN}", "ERROR": "\N{LARGE RED CIRCLE}"}
_MAX_SUBJECT_CHARS = 200
_MAX_SLACK_CHARS = 35_000
"""Slack cuts a text past 40,000. Source: Slack's documentation of incoming webhooks and of chat.postMessage."""


def subject_and_body(action: Action, kind: IntegrationKind, variables: Mapping[str, Any]) -> tuple[str, str]:
    """The subject (of e-mail, and of the log) and the body of what an action sends. Raises InvalidInput (too long)."""
    title = fill_text(action.title or "${automation_name}", variables)[:_MAX_SUBJECT_CHARS]
    if action.kind is ActionKind.WEBHOOK:
        payload = dict(variables) if action.payload is None else fill(action.payload, variables)
        return title, _json(payload)
    text = fill_text(action.text or _sentence(variables), variables)[:MAX_TEXT_BYTES]
    severity = action.severity or "INFO"
    if kind is IntegrationKind.SLACK:
        return title, _json({"text": _slack_text(title, text, severity, str(variables.get("url") or ""))})
    if kind is IntegrationKind.EMAIL:
        return title, "\n\n".join(part for part in (title, text, str(variables.get("url") or "")) if part)
    return title, _json({"title": title, "text": text, "severity": severity, "event": dict(variables)})


def _sentence(variables: Mapping[str, Any]) -> str:
    """What happened, when nobody wrote a text for it."""
    event = str(variables.get("event_type") or "something").replace("_", " ").lower()
    what = variables.get("artifact_version_string") or variables.get("run_name") or variables.get("project_name")
    more = [str(variables[name]) for name in ("alias", "tag", "run_state") if isinstance(variables.get(name), str)]
    if variables.get("metric_name"):
        more.append(f"{variables['metric_name']} = {variables.get('metric_value')}")
    return f"{event}: {what}" + (f" ({', '.join(more)})" if more else "")


def _slack_text(title: str, text: str, severity: str, url: str) -> str:
    head = f"{_MARKS.get(severity, '')} *{_escaped(title)}*".strip()
    tail = f"<{url}>" if url.startswith(("http://", "https://")) else ""
    return "\n".join(part for part in (head, _escaped(text), tail) if part)[:_MAX_SLACK_CHARS]


def _escaped(text: str) -> str:
    """So that nobody's text can mention a channel or hide a link. Source: Slack's "Formatting text", escaping."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _json(document: object) -> str:
    return orjson.dumps(document).decode()
