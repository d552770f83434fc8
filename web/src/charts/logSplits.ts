const FEWEST = 3

/** Ticks of a logarithmic axis: powers of ten; where these are few 2 and 5 as well; within less than that, plain steps. */
export function logSplits(low: number, high: number, most: number): number[] {
  const decades = powers(Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9), most)
  if (decades.length >= FEWEST) return decades
  const first = Math.floor(Math.log10(low))
  const last = Math.floor(Math.log10(high))
  const finer = powers(first, last, most).flatMap((power) => [1, 2, 5].map((part) => part * power))
  const inside = finer.filter((value) => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9))
  return inside.length >= FEWEST && inside.length <= most ? inside : linear(low, high, most)
}

/** 10^first … 10^last, every one or every few of them. */
function powers(first: number, last: number, most: number): number[] {
  const step = Math.max(1, Math.ceil((last - first + 1) / most))
  const splits: number[] = []
  for (let power = Math.ceil(first / step) * step; power <= last; power += step) splits.push(Number(`1e${power}`))
  return splits
}

function linear(low: number, high: number, most: number): number[] {
  const rough = (high - low) / Math.max(1, most - 1)
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 2.5, 5, 10].find((part) => part * power >= rough) ?? 10) * power
  const splits: number[] = []
  for (let at = Math.ceil(low / step); at * step <= high; at++) splits.push(Number((at * step).toPrecision(12)))
  return splits
}
