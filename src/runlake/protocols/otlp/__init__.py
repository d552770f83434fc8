"""OTLP over HTTP: what OpenTelemetry exporters send."""

from runlake.protocols.otlp.routes import OtlpAdapter

__all__ = ["OtlpAdapter"]
