/** How the order of a parameter goes with the order of a metric, −1 … 1. */
export interface Correlation {
  name: string
  correlation: number
}

const FEWEST_RUNS = 3

/**
 * Spearman's correlation of each column with the target, the strongest first. NaN is a missing value; a column that does
 * not vary, or that fewer than three runs have, is left out. `runs` counts those that have a target.
 */
export function correlations(columns: Record<string, readonly number[]>, target: readonly number[]) {
  const parameters: Correlation[] = Object.entries(columns).flatMap(([name, values]) => {
    const correlation = spearman(values, target)
    return Number.isNaN(correlation) ? [] : [{ name, correlation }]
  })
  parameters.sort((one, other) => Math.abs(other.correlation) - Math.abs(one.correlation))
  return { parameters, runs: target.filter((value) => !Number.isNaN(value)).length }
}

function spearman(values: readonly number[], target: readonly number[]): number {
  const both = values.flatMap((value, at) => (Number.isNaN(value) || Number.isNaN(target[at]) ? [] : [at]))
  if (both.length < FEWEST_RUNS) return Number.NaN
  const ours = ranks(both.map((at) => values[at]))
  const theirs = ranks(both.map((at) => target[at]))
  const middle = (both.length - 1) / 2
  let [together, own, their] = [0, 0, 0]
  for (const [at, rank] of ours.entries()) {
    together += (rank - middle) * (theirs[at] - middle)
    own += (rank - middle) ** 2
    their += (theirs[at] - middle) ** 2
  }
  return together / Math.sqrt(own * their)
}

/** The place of each value in their order; equal values share the middle of their places. */
function ranks(values: readonly number[]): number[] {
  const order = values.map((_, at) => at).sort((one, other) => values[one] - values[other])
  const found = new Array<number>(values.length)
  for (let start = 0; start < order.length; ) {
    let end = start
    while (end + 1 < order.length && values[order[end + 1]] === values[order[start]]) end++
    for (let place = start; place <= end; place++) found[order[place]] = (start + end) / 2
    start = end + 1
  }
  return found
}
