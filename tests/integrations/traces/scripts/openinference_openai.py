from asking import ask
from openai import OpenAI
from openinference.instrumentation import using_attributes
from openinference.instrumentation.openai import OpenAIInstrumentor
from provider import provider

tracing = provider()
OpenAIInstrumentor().instrument(tracer_provider=tracing)
with using_attributes(session_id="talk-1", user_id="ada"):
    ask(OpenAI())
tracing.shutdown()
