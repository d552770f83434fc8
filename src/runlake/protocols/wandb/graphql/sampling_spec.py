"""The specs of `sampledHistory`: JSON text. Pure."""

import json
from dataclasses import dataclass, replace

from runlake.errors import InvalidInput

_MAX_KEYS = 5000


@dataclass(frozen=True, slots=True)
class SamplingSpec:
    """Rows that have all `keys`, at most `samples`; both step bounds inclusive, None open."""

    keys: tuple[str, ...]
    samples: int | None
    min_step: int | None
    max_step: int | None


def parse_spec(text: str) -> SamplingSpec:
    """Raises InvalidInput. Keys may come twice (`scan_history` adds `_step` to what the user named)."""
    try:
        spec = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"a history spec is not valid JSON: {error}") from error
    if not isinstance(spec, dict):
        raise InvalidInput(f"a history spec must be an object, found {text:.60}")
    keys = spec.get("keys") or ["_step"]
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys) or len(keys) > _MAX_KEYS:
        raise InvalidInput(f"keys of a history spec must be a list of at most {_MAX_KEYS} strings")
    return _with_inclusive_end(
        SamplingSpec(
            tuple(dict.fromkeys(keys)), _whole(spec, "samples"), _whole(spec, "minStep"), _whole(spec, "maxStep")
        )
    )


def _with_inclusive_end(spec: SamplingSpec) -> SamplingSpec:
    """`scan_history` of old clients pages by `samples` steps and names the first step of the next page as the end.

    Newer ones name the last step of the page, which is what the field means. Source: `SampledHistoryScan` in
    `wandb/apis/public/history.py` of wandb 0.19.0; notes 7.7 for the newer ones.
    """
    if spec.samples is None or spec.min_step is None or spec.max_step is None:
        return spec
    if spec.max_step - spec.min_step != spec.samples:
        return spec
    return replace(spec, max_step=spec.max_step - 1)


def _whole(spec: dict[str, object], name: str) -> int | None:
    value = spec.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not float(value).is_integer():
        raise InvalidInput(f"{name} of a history spec must be a whole number, found {value!r:.40}")
    return int(value)
