import os

import mlflow
from asking import ask
from mlflow.entities import SpanType
from openai import OpenAI
from provider import provider

os.environ["MLFLOW_USE_DEFAULT_TRACER_PROVIDER"] = "false"
tracing = provider()


@mlflow.trace(span_type=SpanType.AGENT)
def planner() -> str:
    ask(OpenAI())
    return "done"


mlflow.openai.autolog()
planner()
tracing.shutdown()
