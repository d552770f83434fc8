import { parse, type Spec, View } from "vega"
import { expressionInterpreter } from "vega-interpreter"
import { compile, type TopLevelSpec } from "vega-lite"
import type { Row } from "./chartData"

const refuse = () => Promise.reject(new Error("Charts load nothing from the network."))

/** Nothing is loaded and nothing is linked, whatever a chart asks for. */
const NO_NETWORK = { load: refuse, sanitize: refuse, http: refuse, file: refuse, options: {} }

/** Draw a chart into an element. Expressions are interpreted: the page's policy forbids code out of text. */
export async function openVega(
  element: HTMLElement,
  spec: Record<string, unknown>,
  rows: Row[],
  dark: boolean,
  onHover: (lines: string[] | null) => void,
): Promise<() => void> {
  const whole = isVega(spec) ? withVegaData(spec, rows) : compiled(withLiteData(spec, rows), element, dark)
  const view = new View(parse(whole as Spec, isVega(spec) ? looks(dark) : undefined, { ast: true }), {
    expr: expressionInterpreter as never,
    loader: NO_NETWORK as never,
    renderer: "canvas",
    hover: true,
    tooltip: (_handler: unknown, _event: unknown, _item: unknown, value: unknown) => onHover(linesOf(value)),
  })
  try {
    await view.initialize(element).runAsync()
  } catch (error) {
    view.finalize()
    throw error
  }
  const observer = new ResizeObserver(() => {
    if (element.clientWidth > 0 && !isFaceted(spec))
      void view.width(element.clientWidth).height(element.clientHeight).runAsync()
  })
  observer.observe(element)
  return () => {
    observer.disconnect()
    view.finalize()
    element.replaceChildren()
  }
}

const isVega = (spec: Record<string, unknown>) => /\/vega\/v\d/.test(String(spec.$schema ?? ""))
const isFaceted = (spec: Record<string, unknown>) =>
  ["facet", "repeat", "hconcat", "vconcat", "concat"].some((name) => name in spec)

/** The data that a chart calls `wandb` are the rows; a chart that names no data gets them too. */
function withLiteData(spec: Record<string, unknown>, rows: Row[]): Record<string, unknown> {
  const named = (spec.data as { name?: unknown } | undefined)?.name
  const name = typeof named === "string" ? named : "wandb"
  return { ...spec, data: spec.data ?? { name }, datasets: { ...(spec.datasets as object), [name]: rows } }
}

function withVegaData(spec: Record<string, unknown>, rows: Row[]): Record<string, unknown> {
  const sources = (Array.isArray(spec.data) ? spec.data : []) as { name?: unknown }[]
  const data = sources.map((source) =>
    source?.name === "wandb" ? { ...source, url: undefined, values: rows } : source,
  )
  return { ...spec, data: data.length ? data : [{ name: "wandb", values: rows }] }
}

function compiled(spec: Record<string, unknown>, element: HTMLElement, dark: boolean): Spec {
  const sized = isFaceted(spec)
    ? sharedOut(spec, element)
    : {
        width: element.clientWidth,
        height: element.clientHeight,
        autosize: { type: "fit", contains: "padding", resize: true },
        ...spec,
      }
  const config = looks(dark)
  return compile({ ...sized, config: { ...config, ...(spec.config as object) } } as unknown as TopLevelSpec, {
    logger: QUIET,
  }).spec
}

/** A chart that stands once for each run: all of them get the same part of the width. */
function sharedOut(spec: Record<string, unknown>, element: HTMLElement): Record<string, unknown> {
  const columns = Number((spec.usermeta as { columns?: unknown } | undefined)?.columns)
  if (!Number.isFinite(columns) || typeof spec.spec !== "object") return spec
  const width = Math.max(60, (element.clientWidth - 120) / columns - 20)
  return { ...spec, spec: { ...spec.spec, width, height: Math.max(60, Math.min(width, element.clientHeight - 110)) } }
}

const QUIET = {
  level: () => QUIET,
  error: () => QUIET,
  warn: () => QUIET,
  info: () => QUIET,
  debug: () => QUIET,
} as never

function linesOf(value: unknown): string[] | null {
  if (value === null || value === undefined || value === "") return null
  if (typeof value !== "object") return [String(value)]
  const entries = Object.entries(value).filter(([name]) => !name.startsWith("__"))
  return entries
    .slice(0, 12)
    .map(([name, item]) => `${name}: ${typeof item === "object" ? JSON.stringify(item) : item}`)
}

/** The UI's colours, by value: a canvas knows no variables. */
function looks(dark: boolean): Record<string, unknown> {
  const [ink, faint, grid] = dark ? ["#aeb7c4", "#8e98a7", "#222935"] : ["#4b5563", "#5f6978", "#e8ebef"]
  const font = "Inter, Segoe UI, Roboto, system-ui, DejaVu Sans, sans-serif"
  const text = { labelColor: faint, titleColor: ink, labelFont: font, titleFont: font, titleFontWeight: 500 }
  return {
    background: "transparent",
    padding: 4,
    view: { stroke: "transparent" },
    axis: { ...text, gridColor: grid, domainColor: grid, tickColor: grid, labelFontSize: 11, titleFontSize: 11 },
    legend: { ...text, labelFontSize: 11, titleFontSize: 11, labelLimit: 140 },
    header: text,
    title: { color: ink, font, fontSize: 12.5, fontWeight: 600, anchor: "start" },
    mark: { color: dark ? "#6aa2ff" : "#1f5fd6" },
    range: { category: dark ? DARK : LIGHT },
  }
}

const LIGHT = [
  "#0069ff",
  "#e1691e",
  "#2da596",
  "#8700a5",
  "#e12db4",
  "#87874b",
  "#5aa50f",
  "#962d4b",
  "#0f96d2",
  "#4b4b78",
  "#ff3c87",
  "#872d00",
]
const DARK = [
  "#69d2ff",
  "#e1b400",
  "#2fe6c8",
  "#ff3c96",
  "#7878ff",
  "#c3f069",
  "#d2965a",
  "#d26969",
  "#0fa5a5",
  "#7887d2",
  "#e1691e",
  "#d2d296",
]
