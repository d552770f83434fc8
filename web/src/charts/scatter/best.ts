/** The best value so far, as the corners of a stair: where it got better, and how it ends. */
export interface Stair {
  x: number[]
  y: number[]
}

/**
 * How the best value came down, or up, over x. Values that are not finite take no part.
 * `x` need not be in order.
 */
export function runningBest(x: readonly number[], y: readonly number[], lowIsBest: boolean): Stair {
  const order = x.map((_, index) => index).filter((index) => Number.isFinite(x[index]) && Number.isFinite(y[index]))
  order.sort((one, other) => x[one] - x[other])
  const stair: Stair = { x: [], y: [] }
  for (const index of order) {
    const best = stair.y.at(-1)
    if (best !== undefined && (lowIsBest ? y[index] >= best : y[index] <= best)) continue
    stair.x.push(x[index])
    stair.y.push(y[index])
  }
  return stair
}
