/** All runs but some: those whose eyes a saved workspace has closed. */
interface AllBut {
  but: readonly string[]
}

/** Which runs are drawn. "first" is what nobody has changed yet: the first runs of the list. */
export type Eyes = "first" | "all" | readonly string[] | AllBut

const isAllBut = (eyes: Eyes): eyes is AllBut => typeof eyes === "object" && "but" in eyes

export const SHOWN_AT_FIRST = 10
/** More lines than this help nobody, and every one of them is a query. */
export const MOST_SHOWN = 200

export function readEyes(text: string | undefined): Eyes {
  if (text === undefined) return "first"
  if (text === "all") return "all"
  if (text.startsWith("-")) return { but: text.slice(1).split("~").filter(Boolean) }
  return text === "none" ? [] : text.split("~").filter(Boolean)
}

export function writeEyes(eyes: Eyes): string | null {
  if (eyes === "first") return null
  if (eyes === "all") return "all"
  if (isAllBut(eyes)) return eyes.but.length ? `-${eyes.but.join("~")}` : null
  return eyes.length ? eyes.join("~") : "none"
}

/** The shown runs among the loaded ones, in their order. */
export function shownOf<Run extends { run_id: string }>(runs: readonly Run[], eyes: Eyes): Run[] {
  if (eyes === "first") return runs.slice(0, SHOWN_AT_FIRST)
  if (eyes === "all") return runs.slice(0, MOST_SHOWN)
  if (isAllBut(eyes)) return runs.filter((run) => !eyes.but.includes(run.run_id)).slice(0, SHOWN_AT_FIRST)
  const wanted = new Set(eyes)
  return runs.filter((run) => wanted.has(run.run_id)).slice(0, MOST_SHOWN)
}

/** The eyes after one was opened or closed. */
export function toggled(runs: readonly { run_id: string }[], eyes: Eyes, runId: string): Eyes {
  const shown = Array.isArray(eyes) ? [...eyes] : shownOf(runs, eyes).map((run) => run.run_id)
  return shown.includes(runId) ? shown.filter((each) => each !== runId) : [...shown, runId]
}

/** The runs that were chosen by name. */
export const namedIn = (eyes: Eyes): readonly string[] => (typeof eyes === "string" || isAllBut(eyes) ? [] : eyes)
