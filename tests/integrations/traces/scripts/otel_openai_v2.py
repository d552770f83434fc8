from asking import ask
from openai import OpenAI
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.instrumentation.openai_v2 import OpenAIInstrumentor
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import SimpleLogRecordProcessor
from provider import provider

tracing, logging = provider(), LoggerProvider()
logging.add_log_record_processor(SimpleLogRecordProcessor(OTLPLogExporter()))
OpenAIInstrumentor().instrument(tracer_provider=tracing, logger_provider=logging)
ask(OpenAI())
tracing.shutdown()
logging.shutdown()
