import type { XAxis } from "@/api"
import type { Smoothing, SmoothingKind } from "@/charts"
import type { UrlPatch, UrlState } from "@/lib/urlState"

/** How a canvas is looked at. All of it stands in the address. */
export interface CanvasView {
  axis: XAxis
  smoothing: Smoothing
  logX: boolean
  logY: boolean
  ignoreOutliers: boolean
  size: PanelSize
  search: string
  /** The shown range of x, in the unit of the axis. */
  range: [number, number] | null
  /** The panel that fills the screen. */
  full: string | null
  folded: string[]
}

export type PanelSize = "s" | "m" | "l"

const KINDS: SmoothingKind[] = ["ema", "gaussian", "average"]

/** The view in the address. What is not understood there counts as not set. */
export function readView(state: UrlState, prefix: string): CanvasView {
  const get = (name: string) => state[prefix + name] ?? ""
  const [kind, amount] = get("smooth").split(":")
  const range = get("range").split("~").map(Number)
  const size = get("size")
  return {
    axis: readAxis(get("x")),
    smoothing: KINDS.includes(kind as SmoothingKind)
      ? { kind: kind as SmoothingKind, amount: Math.min(Math.max(Number(amount) || 0, 0), 0.999) }
      : { kind: "none", amount: 0 },
    logX: get("log").includes("x"),
    logY: get("log").includes("y"),
    ignoreOutliers: get("inner") === "1",
    size: size === "s" || size === "l" ? size : "m",
    search: get("q"),
    range: range.length === 2 && range.every(Number.isFinite) && range[0] < range[1] ? [range[0], range[1]] : null,
    full: get("full") || null,
    folded: get("fold") ? get("fold").split("~") : [],
  }
}

function readAxis(text: string): XAxis {
  if (text === "time" || text === "relative") return { kind: text }
  return text.startsWith("metric:") ? { kind: "metric", metric: text.slice(7) } : { kind: "step" }
}

/** The change of the address that makes the view so; defaults leave nothing in it. */
export function patchView(view: Partial<CanvasView>, current: CanvasView, prefix: string): UrlPatch {
  const next = { ...current, ...view }
  const { axis, smoothing } = next
  const entries: Record<string, string | null> = {
    x: axis.kind === "metric" ? `metric:${axis.metric}` : axis.kind === "step" ? null : axis.kind,
    smooth: smoothing.kind === "none" ? null : `${smoothing.kind}:${smoothing.amount}`,
    log: `${next.logX ? "x" : ""}${next.logY ? "y" : ""}` || null,
    inner: next.ignoreOutliers ? "1" : null,
    size: next.size === "m" ? null : next.size,
    q: next.search || null,
    range: next.range ? next.range.map((edge) => Number(edge.toPrecision(12))).join("~") : null,
    full: next.full,
    fold: next.folded.join("~") || null,
  }
  return Object.fromEntries(Object.entries(entries).map(([name, value]) => [prefix + name, value])) as UrlPatch
}
