import { type KeyboardEvent, type RefObject, useMemo } from "react"
import type { RunGroup, RunRow, RunSort } from "@/api"
import { type RunStyle, runStyles } from "@/lib/colours"
import { isHidden } from "@/lib/groups"
import { Button } from "@/ui/Button"
import { useDark, useRowHeight } from "@/ui/theme"
import { useRowWindow } from "@/ui/useRowWindow"
import { describeColumns } from "../columns"
import { TableHeader } from "../TableHeader"
import { type RowActions, rowElementId, TableRow } from "../TableRow"
import { GroupRow } from "./GroupRow"
import type { TableLine } from "./groupTree"
import type { GroupTree } from "./useGroupTree"

interface GroupedTableProps {
  tree: GroupTree
  by: string[]
  columns: string[]
  sort: RunSort[]
  styles: ReadonlyMap<string, RunStyle>
  shown: ReadonlySet<string>
  selected: ReadonlySet<string>
  focused: string | null
  baseline: RunRow | null
  actions: RowActions
  hidden: readonly RunGroup["values"][]
  onToggleGroup: (values: RunGroup["values"]) => void
  onSort: (field: string, add: boolean) => void
  onSelectAll: (all: boolean) => void
  onMove: (step: number) => void
  frame: RefObject<HTMLDivElement | null>
}

const NAME_PX = 240
const INDENT_PX = 18
/** Room for the mean with its deviation and the range beside it. */
const STATISTICS_PX = 226

/** Groups as rows, nested; an opened one holds its runs. */
export function GroupedTable(props: GroupedTableProps) {
  const { tree, columns: paths, frame, focused, actions } = props
  const { lines } = tree
  const rowPx = useRowHeight()
  const view = useRowWindow(frame, lines.length, rowPx)
  const columns = useColumns(tree, paths)
  const template = `minmax(${NAME_PX}px, 2fr) ${columns.map(({ widthPx }) => `minmax(${widthPx}px, 1fr)`).join(" ")}`
  const widthPx = columns.reduce((sum, column) => sum + column.widthPx, NAME_PX)
  const styles = useGroupStyles(lines)
  const loaded = tree.runs.length
  const selection = props.selected.size === 0 ? "none" : props.selected.size < loaded ? "some" : "all"
  const act = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return
    if (event.key === "ArrowDown") props.onMove(1)
    else if (event.key === "ArrowUp") props.onMove(-1)
    else if (event.key === "Enter" && focused) actions.open(focused)
    else if (event.key === " " && focused) actions.peek(focused)
    else return
    event.preventDefault()
  }
  const rowOf = (line: TableLine, rowIndex: number) => {
    const indentPx = line.depth * INDENT_PX
    if (line.kind === "group") {
      return (
        <GroupRow
          key={line.lineId}
          line={line}
          by={props.by}
          rowIndex={rowIndex}
          columns={columns}
          template={template}
          heightPx={rowPx}
          indentPx={indentPx}
          style={styles.get(line.lineId)}
          leaf={line.values.length === props.by.length}
          hidden={isHidden(line.values, props.hidden)}
          onToggle={() => tree.toggle(line)}
          onToggleShown={() => props.onToggleGroup(line.values)}
        />
      )
    }
    if (line.kind === "run") {
      return (
        <TableRow
          key={line.lineId}
          run={line.run}
          rowIndex={rowIndex}
          columns={columns}
          template={template}
          heightPx={rowPx}
          indentPx={indentPx}
          style={props.styles.get(line.run.run_id)}
          shown={props.shown.has(line.run.run_id)}
          selected={props.selected.has(line.run.run_id)}
          focused={focused === line.run.run_id}
          baseline={props.baseline}
          waiting={false}
          actions={actions}
        />
      )
    }
    return (
      <div
        key={line.lineId}
        className="sticky left-0 flex w-fit items-center"
        style={{ height: rowPx, paddingLeft: 12 + indentPx }}
      >
        {line.kind === "waiting" ? (
          <span className="h-2.5 w-40 animate-pulse rounded bg-sunken" />
        ) : (
          <Button size="sm" variant="ghost" onClick={() => tree.loadMore(line.groupId)}>
            {`${line.left} more ${line.what}${line.left === 1 ? "" : "s"}`}
          </Button>
        )}
      </div>
    )
  }
  return (
    <div
      ref={frame}
      role="treegrid"
      tabIndex={0}
      aria-label="Groups of runs"
      aria-rowcount={lines.length + 1}
      aria-activedescendant={focused ? rowElementId(focused) : undefined}
      onKeyDown={act}
      className="h-full overflow-auto outline-none [overflow-anchor:none]"
    >
      <div style={{ minWidth: widthPx }}>
        <TableHeader
          columns={columns}
          template={template}
          sort={props.sort}
          onSort={props.onSort}
          selection={loaded === 0 ? "none" : selection}
          onSelectAll={props.onSelectAll}
        />
        <div className="relative" style={{ height: view.heightPx }}>
          <div className="absolute inset-x-0" style={{ top: view.topPx }}>
            {lines.slice(view.first, view.end).map((line, offset) => rowOf(line, view.first + offset))}
          </div>
        </div>
      </div>
    </div>
  )
}

/** Columns written alike for groups and the runs in them: means count as values. */
function useColumns(tree: GroupTree, paths: readonly string[]) {
  return useMemo(() => {
    const means = tree.lines.flatMap((line) => (line.kind === "group" ? [meansOf(line.group)] : []))
    const columns = describeColumns([...tree.runs, ...means], paths, false)
    return columns.map((column) => ({
      ...column,
      widthPx:
        column.format || column.path === "duration_s"
          ? Math.max(column.widthPx, STATISTICS_PX)
          : Math.max(column.widthPx, 130),
    }))
  }, [tree.lines, tree.runs, paths])
}

function meansOf(group: RunGroup): RunRow {
  const means = Object.entries(group.columns).map(([path, { mean }]) => [path, mean] as const)
  return { fields: Object.fromEntries(means) } as unknown as RunRow
}

/** The colours that the charts give to the innermost groups. */
function useGroupStyles(lines: readonly TableLine[]): ReadonlyMap<string, RunStyle> {
  const dark = useDark()
  return useMemo(() => {
    const ids = lines.flatMap((line) => (line.kind === "group" ? [line.lineId] : []))
    return runStyles(ids, dark)
  }, [lines, dark])
}
