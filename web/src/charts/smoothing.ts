export type SmoothingKind = "none" | "ema" | "gaussian" | "average"

/** `amount` is 0…1: the weight of the past for the moving average, the width of the window for the others. */
export interface Smoothing {
  kind: SmoothingKind
  amount: number
}

export const NO_SMOOTHING: Smoothing = { kind: "none", amount: 0 }

/** The smoothed column; gaps (NaN) stay gaps and do not spread. */
export function smooth(values: Float64Array, { kind, amount }: Smoothing): Float64Array {
  if (kind === "none" || amount <= 0) return values
  if (kind === "ema") return movingAverage(values, Math.min(amount, 0.999))
  const radius = Math.max(1, Math.round((amount * amount * values.length) / 6))
  return kind === "average" ? windowed(values, radius, () => 1) : windowed(values, radius * 2, gaussian(radius))
}

/** Exponential moving average, debiased: the first value counts fully (as Adam corrects its moments). */
function movingAverage(values: Float64Array, weight: number): Float64Array {
  const result = new Float64Array(values.length)
  let last = 0
  let bias = 1
  for (let index = 0; index < values.length; index++) {
    const value = values[index]
    if (Number.isNaN(value)) {
      result[index] = Number.NaN
      continue
    }
    last = last * weight + value * (1 - weight)
    bias *= weight
    result[index] = last / (1 - bias)
  }
  return result
}

const gaussian = (sigma: number) => (distance: number) => Math.exp(-(distance * distance) / (2 * sigma * sigma))

function windowed(values: Float64Array, radius: number, weightAt: (distance: number) => number): Float64Array {
  const weights = Float64Array.from({ length: radius + 1 }, (_, distance) => weightAt(distance))
  return values.map((value, at) => {
    if (Number.isNaN(value)) return value
    let sum = 0
    let total = 0
    for (let index = Math.max(0, at - radius); index <= Math.min(values.length - 1, at + radius); index++) {
      if (Number.isNaN(values[index])) continue
      const weight = weights[Math.abs(index - at)]
      sum += values[index] * weight
      total += weight
    }
    return sum / total
  })
}
