"""OTLP over HTTP: what OpenTelemetry exporters send."""

from runlake.protocols.otlp.routes import OtlpAdapter
from runlake.protocols.otlp.run_records import RunRecords

__all__ = ["OtlpAdapter", "RunRecords"]
