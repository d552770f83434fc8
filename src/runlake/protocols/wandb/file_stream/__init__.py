"""The file stream: history, system metrics, summary, console and liveness of a run."""

from runlake.protocols.wandb.file_stream.routes import FileStreamAdapter

__all__ = ["FileStreamAdapter"]
