"""`runlake up` and `runlake server`: start the server in the foreground."""

from typing import Annotated

import typer

from runlake.cli.options import DataDir, load_settings

Host = Annotated[str | None, typer.Option("--host", help="Address to listen on.  [default: 127.0.0.1]")]
Port = Annotated[int | None, typer.Option("--port", help="Port to listen on; 0 takes a free one.  [default: 8080]")]
LogLevel = Annotated[str | None, typer.Option("--log-level", help="debug, info, warning or error.  [default: info]")]


def up(host: Host = None, port: Port = None, data_dir: DataDir = None, log_level: LogLevel = None) -> None:
    """Start Runlake here and print how to use it. The first start makes an admin, a login link and an API key."""
    _serve(host, port, data_dir, log_level)


def server(host: Host = None, port: Port = None, data_dir: DataDir = None, log_level: LogLevel = None) -> None:
    """Start the server, in the foreground, until SIGTERM or SIGINT."""
    _serve(host, port, data_dir, log_level)


def _serve(host: Host, port: Port, data_dir: DataDir, log_level: LogLevel) -> None:
    settings = load_settings(host=host, port=port, data_dir=data_dir, log_level=log_level)
    from runlake.server.run import serve

    serve(settings)
