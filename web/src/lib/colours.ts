/**
 * Run colours: a run keeps one colour on every page, chosen from its id alone.
 *
 * Twelve colours, searched for by machine: at least 3:1 against the chart's ground, and as far apart as possible (CIE
 * Lab) for normal, deuteranope and protanope eyes; the test beside this file holds them to it. Bright red is left out:
 * it means failure. One set for each theme, paired by hue. After colour comes dash.
 */
export const LIGHT_COLOURS = [
  "#2da596",
  "#0f96d2",
  "#4b87f0",
  "#0069ff",
  "#4b4b78",
  "#8700a5",
  "#e12db4",
  "#ff3c87",
  "#962d4b",
  "#872d00",
  "#87874b",
  "#5aa50f",
]
export const DARK_COLOURS = [
  "#2fe6c8",
  "#0fa5a5",
  "#69d2ff",
  "#7887d2",
  "#7878ff",
  "#ff3c96",
  "#d26969",
  "#e1691e",
  "#d2965a",
  "#e1b400",
  "#d2d296",
  "#c3f069",
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

const place = (runId: string) => hashText(runId) % LIGHT_COLOURS.length

export function runColour(runId: string, dark: boolean): string {
  return (dark ? DARK_COLOURS : LIGHT_COLOURS)[place(runId)]
}

/** Colours by id; of the runs shown together that share a colour, the second and later ones get a dash pattern. */
export function runStyles(runIds: readonly string[], dark: boolean): Map<string, RunStyle> {
  const taken = new Array<number>(LIGHT_COLOURS.length).fill(0)
  const styles = new Map<string, RunStyle>()
  for (const runId of runIds) {
    if (styles.has(runId)) continue
    const turn = taken[place(runId)]++
    styles.set(runId, { colour: runColour(runId, dark), dash: DASHES[turn % DASHES.length] })
  }
  return styles
}

const FAR_APART = 5

/** Styles for lines that are no runs, by their order: neighbours are far apart, and no two alike up to 48. */
export function lineStyles(count: number, dark: boolean): RunStyle[] {
  const colours = dark ? DARK_COLOURS : LIGHT_COLOURS
  return Array.from({ length: count }, (_, at) => ({
    colour: colours[(1 + at * FAR_APART) % colours.length],
    dash: DASHES[Math.floor(at / colours.length) % DASHES.length],
  }))
}
