/** First index whose x is at least `target`; the length when there is none. x ascends. */
export function lowerBound(x: Float64Array, target: number): number {
  let low = 0
  let high = x.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (x[middle] < target) low = middle + 1
    else high = middle
  }
  return low
}

/** Index of the finite y whose x is nearest to `target`; -1 when there is none. */
export function nearestIndex(x: Float64Array, y: Float64Array, target: number): number {
  const at = lowerBound(x, target)
  let before = at - 1
  let after = at
  while (before >= 0 && Number.isNaN(y[before])) before--
  while (after < x.length && Number.isNaN(y[after])) after++
  if (before < 0) return after < x.length ? after : -1
  if (after >= x.length) return before
  return target - x[before] <= x[after] - target ? before : after
}

/** The value of the line at `target`, between its neighbours; NaN outside of it. */
export function valueAt(x: Float64Array, y: Float64Array, target: number): number {
  const after = lowerBound(x, target)
  if (after >= x.length || x.length === 0) return Number.NaN
  if (x[after] === target || after === 0) return x[after] === target ? y[after] : Number.NaN
  const share = (target - x[after - 1]) / (x[after] - x[after - 1])
  return y[after - 1] + share * (y[after] - y[after - 1])
}
