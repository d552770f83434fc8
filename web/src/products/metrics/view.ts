import type { XAxis } from "@/api"
import type { Smoothing, SmoothingKind } from "@/charts"
import { readChoice, readList, type UrlPatch, type UrlState, writeList } from "@/lib/urlState"

export type Range = [number, number]
export type PanelSize = "s" | "m" | "l"
export const PANEL_SIZES: readonly { value: PanelSize; label: string }[] = [
  { value: "s", label: "Small" },
  { value: "m", label: "Medium" },
  { value: "l", label: "Large" },
]
/** What the band around the mean of a group says. */
export type BandKind = "minmax" | "std" | "stderr" | "none"

/** How a canvas is looked at. All of it stands in the address. */
export interface CanvasView {
  /** Null: that of each metric, its step metric where runs define one, else steps. */
  axis: XAxis | null
  smoothing: Smoothing
  logX: boolean
  logY: boolean
  ignoreOutliers: boolean
  size: PanelSize
  band: BandKind
  search: string
  /** The shown range of x of all panels, in the unit of the axis. */
  range: Range | null
  /** Panels that show a range of their own. */
  zooms: Record<string, Range>
  /** Panels whose y-axis is the other kind than that of the canvas. */
  flipped: string[]
  /** The panel that fills the screen. */
  full: string | null
  folded: string[]
}

const KINDS: SmoothingKind[] = ["ema", "gaussian", "average"]

/** The view in the address. What is not understood there counts as not set. */
export function readView(state: UrlState, prefix: string): CanvasView {
  const get = (name: string) => state[prefix + name] ?? ""
  return {
    axis: readAxis(get("x")),
    smoothing: readSmoothing(get("smooth")),
    logX: get("log").includes("x"),
    logY: get("log").includes("y"),
    ignoreOutliers: get("inner") === "1",
    size: readChoice(get("size"), ["s", "m", "l"], "m"),
    band: readChoice(get("band"), ["minmax", "std", "stderr", "none"], "minmax"),
    search: get("q"),
    range: readRange(get("range")),
    zooms: readZooms(get("zoom")),
    flipped: readNames(get("flip")),
    full: get("full") || null,
    folded: readNames(get("fold")),
  }
}

/** The change of the address that makes the view so; defaults leave nothing in it. */
export function patchView(change: Partial<CanvasView>, current: CanvasView, prefix: string): UrlPatch {
  const { axis, smoothing, ...next } = { ...current, ...change }
  const entries: Record<string, string | null> = {
    x: axis && (axis.kind === "metric" ? `metric:${axis.metric}` : axis.kind),
    smooth: smoothing.kind === "none" ? null : `${smoothing.kind}:${smoothing.amount}`,
    log: `${next.logX ? "x" : ""}${next.logY ? "y" : ""}` || null,
    inner: next.ignoreOutliers ? "1" : null,
    size: next.size === "m" ? null : next.size,
    band: next.band === "minmax" ? null : next.band,
    q: next.search || null,
    range: next.range && writeRange(next.range),
    zoom: writeZooms(next.zooms) || null,
    flip: writeNames(next.flipped) || null,
    full: next.full,
    fold: writeNames(next.folded) || null,
  }
  return Object.fromEntries(Object.entries(entries).map(([name, value]) => [prefix + name, value]))
}

/** With another x-axis ranges mean nothing. */
export const changeAxis = (axis: XAxis | null): Partial<CanvasView> => ({ axis, range: null, zooms: {} })

/** One panel's range changes; null takes back its own, and then that of all panels. */
export function zoomPanel(view: CanvasView, metric: string, range: Range | null): Partial<CanvasView> {
  const { [metric]: own, ...others } = view.zooms
  if (range) return { zooms: { ...others, [metric]: range } }
  return own ? { zooms: others } : { range: null }
}

export function toggled(names: readonly string[], name: string): string[] {
  return names.includes(name) ? names.filter((each) => each !== name) : [...names, name]
}

function readAxis(text: string): XAxis | null {
  if (text === "step" || text === "time" || text === "relative") return { kind: text }
  return text.startsWith("metric:") ? { kind: "metric", metric: text.slice(7) } : null
}

function readSmoothing(text: string): Smoothing {
  const [kind, amount] = text.split(":")
  if (!KINDS.includes(kind as SmoothingKind)) return { kind: "none", amount: 0 }
  return { kind: kind as SmoothingKind, amount: Math.min(Math.max(Number(amount) || 0, 0), 0.999) }
}

function readRange(text: string, separator = ","): Range | null {
  const [first, last, ...more] = text.split(separator).map(Number)
  const fine = more.length === 0 && Number.isFinite(first) && Number.isFinite(last) && first < last
  return fine ? [first, last] : null
}

const writeRange = (range: Range, separator = ",") => range.map((edge) => Number(edge.toPrecision(12))).join(separator)

// Commas and colons stay readable in the address, so they part what is listed there.
const escaped = (name: string) => name.replace(/[%,:]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
const unescaped = (text: string) =>
  text.replace(/%([0-9a-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))

const readNames = (text: string) => readList(text).map(unescaped)
const writeNames = (names: readonly string[]) => writeList(names.map(escaped))

/** Entries as `name:first:last`. */
function readZooms(text: string): Record<string, Range> {
  const zooms = readList(text).map((entry): [string, Range | null] => {
    const cut = entry.indexOf(":")
    return [unescaped(entry.slice(0, cut)), readRange(entry.slice(cut + 1), ":")]
  })
  return Object.fromEntries(zooms.filter((zoom): zoom is [string, Range] => zoom[1] !== null))
}

const writeZooms = (zooms: Record<string, Range>) =>
  writeList(Object.entries(zooms).map(([name, range]) => `${escaped(name)}:${writeRange(range, ":")}`))
