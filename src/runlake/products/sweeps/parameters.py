"""The description of one parameter in a sweep config → its distribution. Pure.

Source: sweep configuration of wandb 0.28.2 (protocol notes 11.1).
"""

import math
from collections.abc import Callable
from typing import Any

from runlake.errors import InvalidInput
from runlake.products.sweeps.distributions import (
    Beta,
    Categorical,
    Distribution,
    IntUniform,
    LogUniform,
    Normal,
    Quantized,
    Uniform,
)

_KNOWN = frozenset(
    {"value", "values", "min", "max", "distribution", "mu", "sigma", "q", "a", "b", "probabilities", "parameters"}
)
Spec = dict[str, Any]


def parse_parameter(name: str, spec: object) -> tuple[str, Distribution]:
    """(name of its distribution, the distribution). Raises InvalidInput that names the parameter."""
    if not isinstance(spec, dict):
        raise InvalidInput(f"parameter {name!r:.80} must be a mapping such as {{values: […]}} or {{min: …, max: …}}")
    unknown = sorted(spec.keys() - _KNOWN)
    if unknown:
        raise InvalidInput(f"parameter {name!r:.80} has an unknown key {unknown[0]!r:.40}: use {_listed(_KNOWN)}")
    chosen = spec.get("distribution") or _implied(name, spec)
    if not isinstance(chosen, str) or chosen not in _MAKERS:
        raise InvalidInput(
            f"parameter {name!r:.80}: {chosen!r:.40} is not a distribution: use one of {_listed(_MAKERS)}"
        )
    try:
        return chosen, _MAKERS[chosen](name, spec)
    except OverflowError as error:
        raise InvalidInput(
            f"parameter {name!r:.80}: the limits of {chosen} are exponents, and these are too large"
        ) from (error)


def _implied(name: str, spec: Spec) -> str:
    if "value" in spec:
        return "constant"
    if "values" in spec:
        return "categorical_w_probabilities" if "probabilities" in spec else "categorical"
    if "min" in spec and "max" in spec:
        whole = all(isinstance(spec[limit], int) and not isinstance(spec[limit], bool) for limit in ("min", "max"))
        return "int_uniform" if whole else "uniform"
    raise InvalidInput(f"parameter {name!r:.80} needs value, values, min and max, a distribution, or parameters")


def _constant(name: str, spec: Spec) -> Distribution:
    if "value" not in spec:
        raise InvalidInput(f"parameter {name!r:.80}: constant needs a value")
    return Categorical((spec["value"],), (1.0,))


def _categorical(name: str, spec: Spec) -> Distribution:
    values = spec.get("values")
    if not isinstance(values, list) or not values:
        raise InvalidInput(f"parameter {name!r:.80}: categorical needs values, a list that is not empty")
    weights = spec.get("probabilities")
    if weights is None:
        return Categorical(tuple(values), (1 / len(values),) * len(values))
    return Categorical(tuple(values), _weights(name, weights, len(values)))


def _weights(name: str, weights: Any, count: int) -> tuple[float, ...]:
    if not isinstance(weights, list) or len(weights) != count:
        raise InvalidInput(f"parameter {name!r:.80}: probabilities must be a list as long as values ({count})")
    numbers = [_as_number(name, "probabilities", weight) for weight in weights]
    total = math.fsum(numbers)
    if any(number < 0 for number in numbers) or abs(total - 1) > 1e-3:
        raise InvalidInput(f"parameter {name!r:.80}: probabilities must not be negative and must sum to 1")
    return tuple(number / total for number in numbers)


def _weighted(name: str, spec: Spec) -> Distribution:
    if "probabilities" not in spec:
        raise InvalidInput(f"parameter {name!r:.80}: categorical_w_probabilities needs probabilities")
    return _categorical(name, spec)


def _int_uniform(name: str, spec: Spec) -> Distribution:
    low, high = _limits(name, spec)
    if low != int(low) or high != int(high):
        raise InvalidInput(f"parameter {name!r:.80}: int_uniform needs whole numbers as min and max")
    return IntUniform(int(low), int(high))


def _uniform(name: str, spec: Spec) -> Uniform:
    low, high = _limits(name, spec)
    return Uniform(float(low), float(high))


def _log_uniform(name: str, spec: Spec) -> LogUniform:
    low, high = _limits(name, spec)
    return LogUniform(*_positive(name, math.exp(low), math.exp(high)))


def _log_uniform_values(name: str, spec: Spec) -> LogUniform:
    return LogUniform(*_positive(name, *_limits(name, spec)))


def _inv_log_uniform(name: str, spec: Spec) -> LogUniform:
    low, high = _limits(name, spec)
    return LogUniform(*_positive(name, math.exp(-high), math.exp(-low)), inverted=True)


def _inv_log_uniform_values(name: str, spec: Spec) -> LogUniform:
    return LogUniform(*_positive(name, *_limits(name, spec)), inverted=True)


def _normal(name: str, spec: Spec) -> Normal:
    return Normal(_number(name, spec, "mu", 0.0), _above_zero(name, spec, "sigma", 1.0))


def _log_normal(name: str, spec: Spec) -> Normal:
    mu, sigma = _number(name, spec, "mu", 0.0), _above_zero(name, spec, "sigma", 1.0)
    math.exp(abs(mu) + 8 * sigma)  # OverflowError: some draws could not be said
    return Normal(mu, sigma, log=True)


def _beta(name: str, spec: Spec) -> Beta:
    return Beta(float(_above_zero(name, spec, "a", 1.0)), float(_above_zero(name, spec, "b", 1.0)))


def _quantized(
    maker: Callable[[str, Spec], Uniform | LogUniform | Normal | Beta],
) -> Callable[[str, Spec], Distribution]:
    def make(name: str, spec: Spec) -> Distribution:
        inner, step = maker(name, spec), _above_zero(name, spec, "q", 1)
        if isinstance(inner, Uniform | LogUniform):
            first, last = math.ceil(round(inner.low / step, 9)), math.floor(round(inner.high / step, 9))
            if first > last:
                raise InvalidInput(f"parameter {name!r:.80}: no multiple of q = {step} lies between min and max")
        return Quantized(inner, step)

    return make


def _limits(name: str, spec: Spec) -> tuple[float, float]:
    for limit in ("min", "max"):
        if limit not in spec:
            raise InvalidInput(f"parameter {name!r:.80}: this distribution needs min and max, and {limit} is missing")
    low, high = (_as_number(name, limit, spec[limit]) for limit in ("min", "max"))
    if low > high:
        raise InvalidInput(f"parameter {name!r:.80}: min ({low}) is greater than max ({high})")
    return low, high


def _positive(name: str, low: float, high: float) -> tuple[float, float]:
    if low <= 0:
        raise InvalidInput(f"parameter {name!r:.80}: on a logarithmic scale min must be greater than 0")
    return float(low), float(high)


def _above_zero(name: str, spec: Spec, key: str, default: float) -> float:
    number = _number(name, spec, key, default)
    if number <= 0:
        raise InvalidInput(f"parameter {name!r:.80}: {key} must be greater than 0")
    return number


def _number(name: str, spec: Spec, key: str, default: float) -> float:
    return _as_number(name, key, spec.get(key, default))


def _as_number(name: str, key: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidInput(f"parameter {name!r:.80}: {key} must be a number, found {value!r:.40}")
    return value


def _listed(names: Any) -> str:
    return ", ".join(sorted(names))


_MAKERS: dict[str, Callable[[str, Spec], Distribution]] = {
    "constant": _constant,
    "categorical": _categorical,
    "categorical_w_probabilities": _weighted,
    "int_uniform": _int_uniform,
    "uniform": _uniform,
    "q_uniform": _quantized(_uniform),
    "log_uniform": _log_uniform,
    "log_uniform_values": _log_uniform_values,
    "q_log_uniform": _quantized(_log_uniform),
    "q_log_uniform_values": _quantized(_log_uniform_values),
    "inv_log_uniform": _inv_log_uniform,
    "inv_log_uniform_values": _inv_log_uniform_values,
    "normal": _normal,
    "q_normal": _quantized(_normal),
    "log_normal": _log_normal,
    "q_log_normal": _quantized(_log_normal),
    "beta": _beta,
    "q_beta": _quantized(_beta),
}
