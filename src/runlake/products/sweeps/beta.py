"""The beta distribution, as far as search spaces need it. Pure."""

import math

_ITERATIONS = 300
_TINY = 1e-300
_PRECISE = 1e-14


def beta_cdf(x: float, a: float, b: float) -> float:
    """The regularized incomplete beta function I_x(a, b), for 0 ≤ x ≤ 1 and positive a and b.

    Source: the continued fraction of the Digital Library of Mathematical Functions, 8.17.22.
    """
    if x <= 0.0 or x >= 1.0:
        return 0.0 if x <= 0.0 else 1.0
    if x > (a + 1) / (a + b + 2):  # there the fraction converges slowly, and that of the mirrored one fast
        return 1.0 - beta_cdf(1.0 - x, b, a)
    log_front = a * math.log(x) + b * math.log1p(-x) + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    return math.exp(log_front) / (a * _fraction(x, a, b))


def beta_quantile(u: float, a: float, b: float) -> float:
    """The x for which beta_cdf(x, a, b) is u, by bisection."""
    low, high = 0.0, 1.0
    for _ in range(100):
        middle = (low + high) / 2
        if beta_cdf(middle, a, b) < u:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _fraction(x: float, a: float, b: float) -> float:
    """1 + d₁/(1 + d₂/(1 + …)), by Lentz's method."""
    value, c, d = 1.0, 1.0, 0.0
    for n in range(1, _ITERATIONS):
        term = _term(n, x, a, b)
        d = 1.0 / _not_zero(1.0 + term * d)
        c = _not_zero(1.0 + term / c)
        value *= c * d
        if abs(c * d - 1.0) < _PRECISE:
            break
    return value


def _term(n: int, x: float, a: float, b: float) -> float:
    m = n // 2
    if n % 2 == 0:
        return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
    return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))


def _not_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
