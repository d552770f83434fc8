/** More ridges could not be told apart. */
const MOST = 40

/** The steps that are drawn as ridges: all, or evenly spread ones with the first and the last. */
export function ridgeSteps(count: number): number[] {
  if (count <= MOST) return Array.from({ length: count }, (_, place) => place)
  return Array.from({ length: MOST }, (_, row) => Math.round((row * (count - 1)) / (MOST - 1)))
}
