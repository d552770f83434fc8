"""The keys of wandb's filters and orders → paths of searchable fields. Pure."""

from runlake.errors import InvalidInput

TAGS = "tags"
TIMES = frozenset({"created_at", "updated_at", "heartbeat_at"})

_SYSTEM_FACTS = {
    "name": "name",
    "displayName": "display_name",
    "display_name": "display_name",
    "state": "state",
    "tags": TAGS,
    "group": "group",
    "jobType": "job_type",
    "job_type": "job_type",
    "host": "host",
    "user": "user",
    "username": "user",
    "user.username": "user",
    "notes": "notes",
    "commit": "commit",
    "description": "description",
    "sweep": "sweep",
    "sweepName": "sweep",
    "duration": "duration_s",
    "runtime": "duration_s",
    "createdAt": "created_at",
    "created_at": "created_at",
    "updatedAt": "updated_at",
    "updated_at": "updated_at",
    "heartbeatAt": "heartbeat_at",
    "heartbeat_at": "heartbeat_at",
}


def paths_of_key(key: str) -> tuple[str, ...]:
    """The paths that a key may stand for, the likeliest first. Raises InvalidInput for a key we do not know."""
    section, _, rest = key.partition(".")
    if section == "config" and rest:
        return _config_paths(rest)
    if section in ("summary_metrics", "summary", "summaryMetrics") and rest:
        return (f"summary.{rest}",)
    if key.startswith("keys_info.keys."):
        # What a run logged is in its summary under the same name.
        return (f"summary.{key.removeprefix('keys_info.keys.')}",)
    if key not in _SYSTEM_FACTS:
        raise InvalidInput(f"runs have no field {key!r:.100}: use config.…, summary_metrics.… or a run attribute")
    return (_SYSTEM_FACTS[key],)


def _config_paths(rest: str) -> tuple[str, ...]:
    """Clients name `lr` either plainly or as stored, with a `value` after the first key: `lr.value`, `opt.value.name`.

    In `a.b.value` that is unclear when a key itself holds a dot, so both readings count.
    """
    first, _, deeper = rest.partition(".")
    if deeper == "value":
        return (f"config.{first}",)
    if deeper.startswith("value."):
        return (f"config.{first}.{deeper.removeprefix('value.')}",)
    if deeper.endswith(".value"):
        return (f"config.{rest}", f"config.{rest.removesuffix('.value')}")
    return (f"config.{rest}",)
