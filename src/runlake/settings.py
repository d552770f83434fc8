"""All settings, in one typed object. The only module that reads the environment.

Sources, strongest first: command-line flags (passed as arguments), environment `RUNLAKE_…`, defaults.
Nested settings use a double underscore: `RUNLAKE_INGEST__COMMIT_INTERVAL_MS=10`.
Every field is documented in `docs/reference/settings.md`; a unit test holds the two together.
"""

import difflib
import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

_MIB = 1024 * 1024
_PREFIX = "RUNLAKE_"
_OF_CLIENTS = frozenset(
    f"RUNLAKE_{name}" for name in ("URL", "API_KEY", "JOURNALS", "MODE", "PROJECT", "RUN_ID", "SILENT")
)
"""What programs that talk to a server read; on a laptop they are set beside the server's own."""


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class IngestSettings(_Section):
    """How writes are batched and bounded."""

    commit_interval_ms: int = Field(
        10, ge=0, description="How long the first write of a batch waits for company, in ms."
    )
    max_batch_rows: int = Field(500_000, ge=1, description="Most rows that share one insert.")
    max_pending_bytes: int = Field(
        256 * _MIB,
        ge=_MIB,
        description="Bytes of accepted but uncommitted rows; past it writes get 503 with Retry-After.",
    )


class LimitSettings(_Section):
    """Sizes past which a request is refused with 413."""

    body_bytes: int = Field(
        64 * _MIB, ge=1024, description="Largest request body, before and after inflating, in bytes."
    )
    api_body_bytes: int = Field(8 * _MIB, ge=1024, description="Largest request body of the native API, in bytes.")
    json_depth: int = Field(64, ge=4, description="Deepest nesting of a logged row.")
    row_keys: int = Field(100_000, ge=1, description="Most keys of one logged row.")
    metric_name_bytes: int = Field(4096, ge=16, description="Longest metric name, in bytes.")
    upload_bytes: int = Field(64 * 1024 * _MIB, ge=1024, description="Largest uploaded file, in bytes.")
    grpc_calls: int = Field(
        64,
        ge=1,
        description="Most calls of OTLP over gRPC at once; others are told to come again, not refused with 413.",
    )


class RunSettings(_Section):
    """The life of runs."""

    heartbeat_timeout_s: float = Field(
        300.0, gt=0, description="A running run that sends nothing for this long is shown as crashed, in seconds."
    )
    deleted_kept_days: float = Field(
        7.0, ge=0, description="Days until what a deleted run or project logged is removed for good."
    )


class SweepSettings(_Section):
    """Sweeps and their agents."""

    agent_timeout_s: float = Field(
        60.0,
        gt=0,
        description="An agent that sends nothing for this long is taken for dead: its run is tried again, in seconds.",
    )


class ArtifactSettings(_Section):
    """Artifacts, and how long what is left over of them is kept."""

    unused_kept_h: float = Field(
        24.0,
        ge=1,
        description="Hours until bytes that no version refers to any more are removed; an upload may take half as long.",
    )
    pending_kept_days: float = Field(
        7.0, ge=1, description="Days until a version that was begun and never committed is deleted."
    )

    @property
    def use_noted_for(self) -> timedelta:
        """How long one note of a use is enough for bytes without a version: notes are rare, and come well before the end."""
        return timedelta(hours=self.unused_kept_h * 0.25)


class LaunchSettings(_Section):
    """Launch queues and their agents."""

    lease_s: float = Field(
        60.0, gt=0, description="How long an agent may have an item without saying that it takes it, in seconds."
    )
    agent_timeout_s: float = Field(
        120.0,
        gt=0,
        description="An agent that sends nothing for this long is taken for dead: "
        "what it had not begun is given out once more, in seconds.",
    )


class AutomationSettings(_Section):
    """What automations and alerts send."""

    allow_private_targets: bool = Field(
        False,
        description="Let webhooks reach private and loopback addresses. Link-local ones (cloud metadata) stay refused.",
    )
    timeout_s: float = Field(10.0, gt=0, le=300, description="Longest time of one request, in seconds.")
    max_attempts: int = Field(8, ge=1, le=50, description="Tries of one delivery before it counts as failed.")
    first_wait_s: float = Field(
        2.0, gt=0, description="Wait before the second try, in seconds; it doubles up to an hour, with 50 % jitter."
    )
    response_bytes: int = Field(
        16 * 1024, ge=0, le=_MIB, description="Most bytes of an answer that are read, and kept in the delivery log."
    )
    workers: int = Field(8, ge=1, le=64, description="Deliveries that are under way at the same time.")
    log_days: float = Field(30.0, gt=0, description="Days until a delivery that has ended is dropped from the log.")


class MailSettings(_Section):
    """The mail host that e-mails are handed to."""

    host: str | None = Field(None, description="Name of the mail host; without one no e-mail is sent.")
    port: int = Field(587, ge=1, le=65535, description="Port of the mail host.")
    security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="How the connection is secured: starttls, tls or none."
    )
    user: str | None = Field(None, description="User name at the mail host; none means that it asks for none.")
    password: SecretStr | None = Field(None, description="Password at the mail host.")
    sender: str = Field("runlake@localhost", description="Address that e-mails come from.")


class QuerySettings(_Section):
    """The read side."""

    timeout_s: float = Field(30.0, gt=0, description="Longest time of one query, in seconds.")
    readers: int = Field(4, ge=1, le=64, description="Queries that run at the same time.")


class SessionSettings(_Section):
    """Browser sessions."""

    lifetime_days: int = Field(30, ge=1, description="Days until a browser session ends.")
    secure_cookie: bool = Field(False, description="Mark cookies Secure; set it when served over HTTPS.")


class Settings(BaseSettings):
    """Everything an operator can set."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_nested_delimiter="__", frozen=True, extra="forbid", env_ignore_empty=True
    )

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8080, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    otlp_grpc_port: int | None = Field(
        None,
        ge=1,
        le=65535,
        description="Port for OTLP over gRPC, at the same address; none means that it is not served.",
    )
    data_dir: Path = Field(Path(".runlake"), description="Folder of the embedded stores.")
    public_url: str | None = Field(
        None, description="Address that clients use, when it differs from the request's Host (behind a proxy)."
    )
    metadata_url: str | None = Field(
        None, description="SQLAlchemy URL of the metadata store; None means SQLite in the data folder."
    )
    log_level: str = Field("info", description="debug, info, warning or error.")
    admin_user: str | None = Field(None, description="Name of the admin created on the first start (default: admin).")
    admin_password: SecretStr | None = Field(
        None, description="Password of that admin; without one, a login link is printed."
    )
    admin_api_key: SecretStr | None = Field(
        None, description="API key of that admin, at least 20 characters; else one is made."
    )
    ingest: IngestSettings = IngestSettings()
    limits: LimitSettings = LimitSettings()
    runs: RunSettings = RunSettings()
    sweeps: SweepSettings = SweepSettings()
    artifacts: ArtifactSettings = ArtifactSettings()
    launch: LaunchSettings = LaunchSettings()
    automations: AutomationSettings = AutomationSettings()
    mail: MailSettings = MailSettings()
    query: QuerySettings = QuerySettings()
    session: SessionSettings = SessionSettings()


def unknown_variables(environment: Mapping[str, str] = os.environ) -> list[str]:
    """One sentence for each `RUNLAKE_…` variable that is no setting, with the nearest name there is.

    The sections refuse unknown names by themselves; of the top level the environment reader sees only what it knows.
    """
    known = {_PREFIX + name.upper() for name in Settings.model_fields}
    problems = []
    for variable in sorted(name.upper() for name in environment if name.upper().startswith(_PREFIX)):
        if variable.partition("__")[0] in known or variable in _OF_CLIENTS:
            continue
        near = difflib.get_close_matches(variable, known, n=1)
        hint = f"did you mean {near[0]}?" if near else "docs/reference/settings.md lists all of them"
        problems.append(f"{variable} is not a setting: {hint}")
    return problems
