"""What documents mean when runs are written by several processes, or go on from another's step. Pure.

Source of the layout: the wandb client 0.28.2 (protocol notes 3.4 and 3.6).
"""

import json
from typing import Any

from runlake.products.runs.documents import parse_document

_INTERNAL = "_wandb"


def internal_config(config_json: str) -> dict[str, Any]:
    """The part of a config that the client keeps for itself."""
    return _internal(parse_document(config_json))


def merged_config(old_json: str, new_json: str) -> str:
    """The new config; what other writers keep in it stays: environments (`_wandb.value.e`), and the definitions of metrics
    (`_wandb.value.m`) when it has none. Verbatim when there is nothing of theirs."""
    if old_json == new_json:
        return new_json
    new = parse_document(new_json)
    old, own = internal_config(old_json), _internal(new)
    kept: dict[str, Any] = {}
    others, environments = old.get("e"), own.get("e")
    if isinstance(others, dict) and isinstance(environments, dict) and others.keys() - environments.keys():
        kept["e"] = {**others, **environments}
    if own and "m" in old and "m" not in own:
        kept["m"] = old["m"]
    return json.dumps(_with_internal(new, kept)) if kept else new_json


def brings_new_writer(old_json: str, new_json: str) -> bool:
    """True unless every writer that the new config names is in the old one, and there is one."""
    known, named = (internal_config(text).get("e") for text in (old_json, new_json))
    if not isinstance(named, dict) or not named:
        return True
    return not isinstance(known, dict) or bool(named.keys() - known.keys())


def inherited_config(old_json: str, own_json: str) -> str:
    """The config of a process that sends only its own entries, in a fork or in a shared run: those that it lacks are the old ones."""
    own = parse_document(own_json)
    inherited = {key: value for key, value in parse_document(old_json).items() if key not in own and key != _INTERNAL}
    return json.dumps({**inherited, **own}) if inherited else own_json


def summary_at(summary_json: str, step: int) -> str:
    """The summary of a branch that is cut after `step`: the same when the run had not gone further, else unknown."""
    last_step = parse_document(summary_json).get("_step")
    return summary_json if isinstance(last_step, int | float) and last_step <= step else "{}"


def merged_summary(old_json: str, new_json: str) -> str:
    """The new summary, and what it lacks of the old one. Verbatim when it lacks nothing."""
    new = parse_document(new_json)
    missing = {key: value for key, value in parse_document(old_json).items() if key not in new}
    return json.dumps({**missing, **new}) if missing else new_json


def _with_internal(config: dict[str, Any], kept: dict[str, Any]) -> dict[str, Any]:
    wrapper = config[_INTERNAL]
    return {**config, _INTERNAL: {**wrapper, "value": {**wrapper["value"], **kept}}}


def _internal(config: dict[str, Any]) -> dict[str, Any]:
    wrapper = config.get(_INTERNAL)
    value = wrapper.get("value") if isinstance(wrapper, dict) else None
    return value if isinstance(value, dict) else {}
