"""OTLP, over HTTP and over gRPC: what OpenTelemetry exporters send.

`grpc_server` is not named here: it is imported where its port is set.
"""

from runlake.protocols.otlp.exports import Exports
from runlake.protocols.otlp.langfuse_media import LangfuseMediaAdapter
from runlake.protocols.otlp.langfuse_rest import LangfuseRestAdapter
from runlake.protocols.otlp.langfuse_scores import LangfuseScoresAdapter
from runlake.protocols.otlp.routes import OtlpAdapter
from runlake.protocols.otlp.run_records import RunRecords

__all__ = [
    "Exports",
    "LangfuseMediaAdapter",
    "LangfuseRestAdapter",
    "LangfuseScoresAdapter",
    "OtlpAdapter",
    "RunRecords",
]
