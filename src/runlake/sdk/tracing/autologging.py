"""`runlake.autolog`: libraries that call models are traced without a line in them, by OpenInference's instrumentations."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple

from runlake.errors import UsageError
from runlake.sdk.tracing.otel_spans import JournalProcessor


class Instrumented(NamedTuple):
    """A library, and the package that instruments it."""

    library: str
    module: str
    instrumentor: str

    @property
    def package(self) -> str:
        """What pip calls the instrumentation."""
        return self.module.replace(".", "-").replace("_", "-")

    @property
    def is_there(self) -> bool:
        """Whether both are installed."""
        return _is_installed(self.library) and _is_installed(self.module)


_PREFIX = "openinference.instrumentation."
_KNOWN = {
    "openai": Instrumented("openai", f"{_PREFIX}openai", "OpenAIInstrumentor"),
    "anthropic": Instrumented("anthropic", f"{_PREFIX}anthropic", "AnthropicInstrumentor"),
    "langchain": Instrumented("langchain_core", f"{_PREFIX}langchain", "LangChainInstrumentor"),
    "llamaindex": Instrumented("llama_index", f"{_PREFIX}llama_index", "LlamaIndexInstrumentor"),
    "dspy": Instrumented("dspy", f"{_PREFIX}dspy", "DSPyInstrumentor"),
    "litellm": Instrumented("litellm", f"{_PREFIX}litellm", "LiteLLMInstrumentor"),
    "google_genai": Instrumented("google.genai", f"{_PREFIX}google_genai", "GoogleGenAIInstrumentor"),
    "bedrock": Instrumented("boto3", f"{_PREFIX}bedrock", "BedrockInstrumentor"),
    "groq": Instrumented("groq", f"{_PREFIX}groq", "GroqInstrumentor"),
    "mistralai": Instrumented("mistralai", f"{_PREFIX}mistralai", "MistralAIInstrumentor"),
    "crewai": Instrumented("crewai", f"{_PREFIX}crewai", "CrewAIInstrumentor"),
    "smolagents": Instrumented("smolagents", f"{_PREFIX}smolagents", "SmolagentsInstrumentor"),
    "openai_agents": Instrumented("agents", f"{_PREFIX}openai_agents", "OpenAIAgentsInstrumentor"),
}
_on: dict[str, Any] = {}
_provider: Any = None


def autolog(
    *,
    openai: bool | None = None,
    anthropic: bool | None = None,
    langchain: bool | None = None,
    llamaindex: bool | None = None,
    dspy: bool | None = None,
    **more: bool,
) -> tuple[str, ...]:
    """Trace what libraries do; gives the names of those that are traced now.

    Their spans go where those of `trace` go, nest with them, and lie in the same journal. Without arguments everything that is
    installed, library and instrumentation, is turned on. May be repeated.

    Args:
        openai, anthropic, langchain, llamaindex, dspy: True traces it, False no more, None leaves it as it is.
        more: the same of litellm, google_genai, bedrock, groq, mistralai, crewai, smolagents, openai_agents.

    Raises:
        UsageError: a package is missing (the message has the command that installs it), or a name is not known.
    """
    given = {"openai": openai, "anthropic": anthropic, "langchain": langchain, "llamaindex": llamaindex, "dspy": dspy}
    wanted = {name: on for name, on in {**given, **more}.items() if on is not None}
    unknown = sorted(wanted.keys() - _KNOWN.keys())
    if unknown:
        raise UsageError(f"autolog does not know {', '.join(unknown)}; it knows {', '.join(_KNOWN)}")
    if not wanted:
        wanted = {name: True for name, found in _KNOWN.items() if found.is_there} if _is_installed(_SDK) else {}
    for name, on in wanted.items():
        if on:
            _turn_on(name)
        else:
            _turn_off(name)
    return tuple(_on)


_SDK = "opentelemetry.sdk"


def _turn_on(name: str) -> None:
    if name in _on:
        return
    found = _KNOWN[name]
    missing = [
        package
        for module, package in ((found.module, found.package), (_SDK, "opentelemetry-sdk"))
        if not _is_installed(module)
    ]
    if missing:
        raise UsageError(f"autolog({name}=True) needs {' and '.join(missing)}: pip install {' '.join(missing)}")
    instrumentor = getattr(import_module(found.module), found.instrumentor)()
    instrumentor.instrument(tracer_provider=_tracer_provider())
    if not instrumentor.is_instrumented_by_opentelemetry:
        raise UsageError(
            f"{found.package} does not take the {found.library} that is installed: pip install -U {found.package} {found.library}"
        )
    _on[name] = instrumentor


def _turn_off(name: str) -> None:
    instrumentor = _on.pop(name, None)
    if instrumentor is not None:
        instrumentor.uninstrument()


def _tracer_provider() -> Any:
    """A provider of our own: that of the program stays as it is."""
    global _provider
    if _provider is None:
        provider = import_module("opentelemetry.sdk.trace").TracerProvider()
        provider.add_span_processor(JournalProcessor())
        _provider = provider
    return _provider


def _is_installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):
        return False
