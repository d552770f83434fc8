import type { JsonObject, XAxis } from "@/api"
import type { Smoothing } from "@/charts"
import { packJson, unpackJson } from "@/lib/urlState"
import type { BandKind, PanelSize, Range } from "../view"

export const PANEL_KINDS = [
  "line",
  "bar",
  "scalar",
  "scatter",
  "parallel",
  "comparer",
  "importance",
  "media",
  "markdown",
  "document",
] as const
export type PanelKind = (typeof PANEL_KINDS)[number]
/** Those that people add; a document's panels come with it. */
export const NEW_PANEL_KINDS = PANEL_KINDS.filter((kind) => kind !== "document")
export type Statistic = "last" | "min" | "max" | "mean"

/** How the lines of a panel, or of a section, are drawn where that differs from the canvas. */
export interface LineSettings {
  axis?: XAxis
  smoothing?: Smoothing
  logX?: boolean
  logY?: boolean
  ignoreOutliers?: boolean
  band?: BandKind
  range?: Range
  yRange?: Range
}

/** A panel that somebody added. Those of the metrics are there by themselves. */
export interface PanelSpec {
  /** "+1", "+2", … */
  id: string
  kind: PanelKind
  title?: string
  /** Metrics or fields: of a line its metric, of a scatter x and y, of parallel coordinates the axes, … */
  fields: string[]
  /** Those of the fields whose axes are logarithmic. */
  log?: string[]
  statistic?: Statistic
  /** The text of a markdown panel. */
  text?: string
  /** What a client saved that no other kind says: shown as reports show it. */
  document?: { viewType: string; config: JsonObject }
}

export interface SectionSettings extends LineSettings {
  size?: PanelSize
}

/** `id` stands in `section` before the panel `before`; null is the end. */
export interface Move {
  id: string
  section: string
  before: string | null
}

/**
 * What people made of a canvas, as a difference to what stands there by itself, so that metrics that are logged later
 * find their places. Panels are named by their metric, or by the id of an added one.
 */
export interface Board {
  panels: PanelSpec[]
  lines: Record<string, LineSettings>
  hidden: string[]
  /** Width in columns and height in rows. */
  sizes: Record<string, [number, number]>
  /** In the order in which they were made. */
  moves: Move[]
  sections: Record<string, SectionSettings>
  /** Sections that somebody made or moved, in their order: they come first. */
  order: string[]
  /** False: no panel stands there by itself. */
  automatic?: false
}

export const EMPTY_BOARD: Board = {
  panels: [],
  lines: {},
  hidden: [],
  sizes: {},
  moves: [],
  sections: {},
  order: [],
}

/** As text of the address; null for what needs none. */
export function formatBoard(board: Board): string | null {
  const filled = Object.entries(board).filter(([, part]) => part === false || Object.keys(part).length > 0)
  return filled.length > 0 ? packJson(Object.fromEntries(filled)) : null
}

/** What cannot be read is left out. */
export function parseBoard(text: string | undefined): Board {
  const found = unpackJson<Partial<Record<keyof Board, unknown>>>(text)
  if (!isObject(found)) return EMPTY_BOARD
  return {
    panels: listOf(found.panels, isPanel),
    lines: recordOf(found.lines, isObject) as Board["lines"],
    hidden: listOf(found.hidden, isText),
    sizes: recordOf(found.sizes, isSize) as Board["sizes"],
    moves: listOf(found.moves, isMove),
    sections: recordOf(found.sections, isObject) as Board["sections"],
    order: listOf(found.order, isText),
    ...(found.automatic === false ? { automatic: false } : {}),
  }
}

const isText = (value: unknown): value is string => typeof value === "string"

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText)

const isPanel = (value: unknown): value is PanelSpec =>
  isObject(value) &&
  isText(value.id) &&
  PANEL_KINDS.includes(value.kind as PanelKind) &&
  isTexts(value.fields) &&
  (value.kind === "document") === isObject(value.document)

const isMove = (value: unknown): value is Move =>
  isObject(value) && isText(value.id) && isText(value.section) && (value.before === null || isText(value.before))

const isSize = (value: unknown): boolean =>
  Array.isArray(value) && value.length === 2 && value.every((side) => Number.isInteger(side) && side >= 1 && side <= 24)

function listOf<T>(value: unknown, is: (one: unknown) => one is T): T[] {
  return Array.isArray(value) ? value.filter(is) : []
}

function recordOf(value: unknown, is: (one: unknown) => boolean): Record<string, unknown> {
  return isObject(value) ? Object.fromEntries(Object.entries(value).filter(([, one]) => is(one))) : {}
}
