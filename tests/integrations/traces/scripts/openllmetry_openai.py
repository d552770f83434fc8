from asking import ask
from openai import OpenAI
from opentelemetry.instrumentation.openai import OpenAIInstrumentor
from provider import provider

tracing = provider()
OpenAIInstrumentor().instrument(tracer_provider=tracing)
ask(OpenAI())
tracing.shutdown()
