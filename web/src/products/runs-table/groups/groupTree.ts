import type { Filter, Json, RunGroup, RunRow } from "@/api"
import { groupIdOf, valueText } from "@/lib/groups"
import { headingOf } from "../columns"

/** A group that was opened: its values from the outermost key on, and the filter that finds its runs. */
export interface OpenGroup {
  values: Json[]
  filter: Filter
}

/** What stands in an opened group, or at the top: further groups, or runs. Absent while it is on its way. */
export type Level = { groups: RunGroup[]; total: number } | { runs: RunRow[]; total: number }

/** One line of the grouped table. */
export type TableLine =
  | { kind: "group"; lineId: string; depth: number; group: RunGroup; open: boolean; values: Json[]; filter: Filter }
  | { kind: "run"; lineId: string; depth: number; run: RunRow }
  | { kind: "more"; lineId: string; depth: number; groupId: string; left: number; what: "run" | "group" }
  | { kind: "waiting"; lineId: string; depth: number }

/** "optimizer: adam · lr: 0.1" */
export const groupLabel = (by: readonly string[], values: readonly Json[]): string =>
  values.map((value, at) => `${headingOf(by[at] ?? "")}: ${valueText(value)}`).join(" · ")

export function joinFilters(...filters: (Filter | null)[]): Filter | null {
  const parts = filters.filter((filter) => filter !== null)
  return parts.length < 2 ? (parts[0] ?? null) : { and: parts }
}

/** The lines of the table, opened groups with what is in them. */
export function linesOf(levels: ReadonlyMap<string, Level>, open: ReadonlyMap<string, OpenGroup>): TableLine[] {
  const lines: TableLine[] = []
  addLevel(lines, levels, open, { values: [], filter: { and: [] } })
  return lines
}

function addLevel(
  lines: TableLine[],
  levels: ReadonlyMap<string, Level>,
  open: ReadonlyMap<string, OpenGroup>,
  parent: OpenGroup,
): void {
  const groupId = groupIdOf(parent.values)
  const level = levels.get(groupId)
  const depth = parent.values.length
  if (!level) {
    lines.push({ kind: "waiting", lineId: `waiting ${groupId}`, depth })
    return
  }
  if ("runs" in level) {
    for (const run of level.runs) lines.push({ kind: "run", lineId: run.run_id, depth, run })
  } else for (const group of level.groups) addGroup(lines, levels, open, parent, group)
  const shown = "runs" in level ? level.runs.length : level.groups.length
  const what = "runs" in level ? "run" : "group"
  const left = level.total - shown
  if (left > 0) lines.push({ kind: "more", lineId: `more ${groupId}`, depth, groupId, left, what })
}

function addGroup(
  lines: TableLine[],
  levels: ReadonlyMap<string, Level>,
  open: ReadonlyMap<string, OpenGroup>,
  parent: OpenGroup,
  group: RunGroup,
): void {
  const values = [...parent.values, ...group.values]
  const lineId = groupIdOf(values)
  const filter = joinFilters(parent.values.length ? parent.filter : null, group.filter) as Filter
  const isOpen = open.has(lineId)
  lines.push({ kind: "group", lineId, depth: parent.values.length, group, open: isOpen, values, filter })
  if (isOpen) addLevel(lines, levels, open, { values, filter })
}
