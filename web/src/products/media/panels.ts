import type { CustomChart, RunMedia } from "@/api"
import { naturalOrder } from "@/lib/naturalOrder"

/** One name under which at least one of the runs logged something to look at. */
export interface MediaPanelInfo {
  key: string
  /** The kind of its latest value; a chart has none. */
  kind: string
  chart: CustomChart | null
  /** Runs that have it. */
  runIds: string[]
  /** Logged values over all runs. */
  count: number
}

export interface PanelSection {
  name: string
  panels: MediaPanelInfo[]
}

type OfRun = RunMedia & { run_id: string }

/** The panels of some runs, charts first. Tables that only feed a chart have no panel of their own. */
export function panelsOf(runs: readonly OfRun[], search = ""): MediaPanelInfo[] {
  const panels = new Map<string, MediaPanelInfo>()
  const logged = new Map<string, number>()
  for (const run of runs) for (const { key, count } of run.keys) logged.set(key, (logged.get(key) ?? 0) + count)
  const feeding = new Set<string>()
  for (const run of runs)
    for (const chart of run.charts) {
      feeding.add(chart.table)
      const count = logged.get(chart.table) ?? 0
      add(panels, `chart ${chart.key}`, run.run_id, { key: chart.key, kind: "", chart, count })
    }
  for (const run of runs)
    for (const { key, kind } of run.keys)
      if (!feeding.has(key)) add(panels, key, run.run_id, { key, kind, chart: null, count: logged.get(key) ?? 0 })
  const wanted = search.trim().toLowerCase()
  return [...panels.values()].filter((panel) => panel.key.toLowerCase().includes(wanted))
}

function add(
  panels: Map<string, MediaPanelInfo>,
  name: string,
  runId: string,
  panel: Omit<MediaPanelInfo, "runIds">,
): void {
  const known = panels.get(name)
  if (!known) panels.set(name, { ...panel, runIds: [runId] })
  else if (!known.runIds.includes(runId)) known.runIds.push(runId)
}

const CHARTS = "Custom charts"
const REST = "Media"

/** Sections by what stands before the first "/"; charts and what has no prefix first. */
export function sectionsOf(panels: readonly MediaPanelInfo[]): PanelSection[] {
  const sections = new Map<string, MediaPanelInfo[]>()
  for (const panel of panels) {
    const cut = panel.key.indexOf("/")
    const name = cut > 0 ? panel.key.slice(0, cut) : panel.chart ? CHARTS : REST
    sections.set(name, [...(sections.get(name) ?? []), panel])
  }
  const rank = (name: string) => [CHARTS, REST].indexOf(name) >>> 0
  return [...sections]
    .map(([name, members]) => ({ name, panels: members.sort((one, other) => naturalOrder(one.key, other.key)) }))
    .sort((one, other) => rank(one.name) - rank(other.name) || naturalOrder(one.name, other.name))
}

/** Place of the last value at or before a step; −1 when there is none. */
export function indexAt(values: readonly { step: number }[], step: number | null): number {
  if (step === null) return values.length - 1
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (values[middle].step <= step) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** The steps at which any of the runs logged, each once, in order. */
export function stepsOf(values: readonly (readonly { step: number }[])[]): number[] {
  return [...new Set(values.flatMap((each) => each.map(({ step }) => step)))].sort((one, other) => one - other)
}
