/**
 * Run colours: a run keeps one colour on every page, chosen from its id alone.
 *
 * Twelve hues that stay apart under the common colour-vision deficiencies (they differ in lightness as well as in hue),
 * in a pair for each theme so that both keep at least 3:1 against the chart's ground. After hue comes dash.
 */
const LIGHT = [
  "#1f77d0",
  "#d1590a",
  "#0a8f6a",
  "#b8328a",
  "#8a6d00",
  "#5b3fc4",
  "#c92a3a",
  "#00838f",
  "#6b8e00",
  "#8b4a2b",
  "#4a6fa5",
  "#7a1fa2",
]
const DARK = [
  "#5aa9ff",
  "#ff9a4d",
  "#3ecf9f",
  "#f07cc6",
  "#e3c04a",
  "#a692ff",
  "#ff7d86",
  "#3fd0dc",
  "#b5d34c",
  "#d99a76",
  "#9db8e0",
  "#d58cf0",
]
const DASHES: (number[] | undefined)[] = [undefined, [6, 3], [2, 3], [10, 3, 2, 3]]

export interface RunStyle {
  colour: string
  /** Canvas dash pattern; undefined is a solid line. */
  dash: number[] | undefined
}

/** FNV-1a: small, well spread, the same in every browser. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash ^= text.charCodeAt(index)
    hash = Math.imul(hash, 0x01000193)
  }
  return hash >>> 0
}

const place = (runId: string) => hashText(runId) % LIGHT.length

export function runColour(runId: string, dark: boolean): string {
  return (dark ? DARK : LIGHT)[place(runId)]
}

/** Colours by id; of the runs shown together that share a colour, the second and later ones get a dash pattern. */
export function runStyles(runIds: readonly string[], dark: boolean): Map<string, RunStyle> {
  const taken = new Array<number>(LIGHT.length).fill(0)
  const styles = new Map<string, RunStyle>()
  for (const runId of runIds) {
    if (styles.has(runId)) continue
    const turn = taken[place(runId)]++
    styles.set(runId, { colour: runColour(runId, dark), dash: DASHES[turn % DASHES.length] })
  }
  return styles
}
