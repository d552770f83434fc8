"""`runlake.prompt` and `runlake.Prompt`: texts for models, by name and label, kept at hand."""

import re
from collections.abc import Sequence
from typing import Any

from runlake.errors import UsageError
from runlake.sdk.objects.kept_prompts import kept
from runlake.sdk.objects.store import ObjectStore, ObjectValue, name_and_version
from runlake.sdk.tracing.context import current_span

_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}|\{(\w+)\}")

Messages = list[dict[str, Any]]


class Prompt:
    """A text, or messages, with `{variables}`.

    Args:
        name: 1 to 128 letters, digits, "_", "-" and ".".
        content: a text, or messages such as `{"role": "system", "content": "…"}`.
        description: what it is for.
    """

    def __init__(self, name: str, content: str | Sequence[dict[str, Any]], *, description: str | None = None) -> None:
        """Raises UsageError when it is neither text nor messages."""
        if not isinstance(name, str) or not name:
            raise UsageError(f"name is {name!r:.100}; it must be a text that is not empty")
        if not isinstance(content, str) and not all(isinstance(each, dict) for each in content):
            raise UsageError("a prompt is a text, or a list of messages")
        self.name = name
        self.content: str | Messages = content if isinstance(content, str) else [dict(each) for each in content]
        self.description = description
        self.version: int | None = None
        self.ref: str | None = None

    @property
    def variables(self) -> list[str]:
        """The names of what `render` fills in, in their order."""
        texts = [self.content] if isinstance(self.content, str) else [str(each.get("content")) for each in self.content]
        found = (one or other for text in texts for one, other in _VARIABLE.findall(text))
        return list(dict.fromkeys(found))

    def render(self, **variables: Any) -> Any:
        """The text, or the messages, with `{name}` and `{{name}}` filled in; other braces stay. Links the current span.

        Raises UsageError when a variable is missing.
        """
        missing = [name for name in self.variables if name not in variables]
        if missing:
            raise UsageError(f"prompt {self.name!r} needs {', '.join(missing)}")
        self._link()
        if isinstance(self.content, str):
            return _filled(self.content, variables)
        return [{name: _filled(part, variables) for name, part in each.items()} for each in self.content]

    def push(self, labels: Sequence[str] = (), *, project: str | None = None) -> "Prompt":
        """Publish it as the latest version; `labels` mean it from now on. Gives itself, with `version` and `ref`."""
        value = {"content": self.content} if isinstance(self.content, str) else {"messages": self.content}
        store = ObjectStore(project)
        found = store.put(self.name, "prompt", value, description=self.description, aliases=labels)
        kept.forget(store.key, self.name)
        return self._at(found)

    def __str__(self) -> str:
        return self.content if isinstance(self.content, str) else "\n".join(str(each) for each in self.content)

    def __repr__(self) -> str:
        version = "not published" if self.version is None else f"v{self.version}"
        return f"<Prompt {self.name} {version}: {', '.join(self.variables) or 'no variables'}>"

    def _at(self, found: ObjectValue) -> "Prompt":
        self.version, self.ref = found.version, found.ref
        return self

    def _link(self) -> None:
        span = current_span()
        if span is not None and self.ref is not None:
            refs = span.attributes.setdefault("runlake.refs", [])
            if self.ref not in refs:
                refs.append(self.ref)


def prompt(named: str, *, project: str | None = None, max_age_s: float = 60.0) -> Prompt:
    """A published prompt: `name`, `name@label` or `name@v3`.

    What was read less than `max_age_s` seconds ago is given at once; older, too, while a thread reads it again. When the
    server is away, what this machine has read last is given.

    Raises:
        NotFound: there is no such prompt or label.
        StoreUnavailable: the server is away, and this machine has never read it.
    """
    name, version = name_and_version(named)
    found = kept.get(ObjectStore(project), name, version, max_age_s)
    content = found.value.get("messages") or found.value.get("content")
    if not isinstance(content, str | list):
        raise UsageError(f"{named!r} is the name of something that is no prompt")
    return Prompt(name, content, description=found.value.get("description"))._at(found)


def _filled(part: Any, variables: dict[str, Any]) -> Any:
    if not isinstance(part, str):
        return part
    return _VARIABLE.sub(lambda match: str(variables[match[1] or match[2]]), part)
