import { useSyncExternalStore } from "react"
import { getHoveredRun, setHoveredRun, subscribeHover } from "@/charts/hover"
import { cx } from "@/lib/classNames"
import type { RunStyle } from "@/lib/colours"
import { formatCount } from "@/lib/format"
import { valueText } from "@/lib/groups"
import { Icon } from "@/ui/Icon"
import { type Column, headingOf } from "../columns"
import type { TableLine } from "./groupTree"
import { describeStatistics } from "./statistics"

interface GroupRowProps {
  line: Extract<TableLine, { kind: "group" }>
  by: readonly string[]
  rowIndex: number
  columns: Column[]
  template: string
  heightPx: number
  indentPx: number
  style: RunStyle | undefined
  /** It is drawn as a line of its own: no other key parts its runs. */
  leaf: boolean
  hidden: boolean
  onToggle: () => void
  onToggleShown: () => void
}

export function GroupRow(props: GroupRowProps) {
  const { line, by, columns, leaf, hidden, style } = props
  const hovered = useSyncExternalStore(subscribeHover, () => getHoveredRun() === line.lineId)
  const value = valueText(line.values[line.depth])
  const name = `${headingOf(by[line.depth])}: ${value}`
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows out of view are not in the document, which a <table> cannot say
    // biome-ignore lint/a11y/useFocusableInteractive: its button has the focus
    <div
      role="row"
      aria-level={line.depth + 1}
      aria-expanded={line.open}
      aria-rowindex={props.rowIndex + 2}
      onMouseEnter={() => leaf && setHoveredRun(line.lineId)}
      onMouseLeave={() => setHoveredRun(null)}
      className="relative grid items-center border-line border-b bg-surface"
      style={{
        height: props.heightPx,
        gridTemplateColumns: props.template,
        backgroundImage: hovered ? "linear-gradient(var(--hover), var(--hover))" : undefined,
      }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      <div
        role="rowheader"
        tabIndex={-1}
        style={{ paddingLeft: 6 + props.indentPx }}
        className="sticky left-0 z-[1] flex h-full min-w-0 items-center gap-1.5 border-line border-r pr-2 [background:inherit]"
      >
        <button
          type="button"
          aria-label={hidden ? `Show ${name} in charts` : `Hide ${name} in charts`}
          aria-pressed={!hidden}
          onClick={props.onToggleShown}
          className="inline-flex size-5 shrink-0 items-center justify-center rounded hover:bg-hover"
        >
          <Icon
            name={hidden ? "eyeOff" : "eye"}
            size={14}
            className={hidden ? "text-ink-3 opacity-60" : "text-ink-2"}
          />
        </button>
        {leaf && (
          <span
            className="size-2.5 shrink-0 rounded-full"
            style={hidden ? { boxShadow: `inset 0 0 0 1.5px ${style?.colour}` } : { background: style?.colour }}
          />
        )}
        <button
          type="button"
          aria-expanded={line.open}
          aria-label={`${name}, ${line.group.run_count} runs`}
          onClick={props.onToggle}
          title={name}
          className="flex min-w-0 flex-1 items-center gap-1 text-left hover:text-accent"
        >
          <Icon
            name="chevronRight"
            size={13}
            className={cx("shrink-0 text-ink-3 transition-transform", line.open && "rotate-90")}
          />
          <span className="shrink-0 text-ink-3">{headingOf(by[line.depth])}</span>
          <span className="min-w-0 truncate font-medium">{value}</span>
        </button>
        <span className="num shrink-0 rounded bg-sunken px-1.5 text-ink-2 text-xs">
          {formatCount(line.group.run_count)}
        </span>
      </div>
      {columns.map((column) => (
        <StatisticsCell key={column.path} line={line} column={column} />
      ))}
    </div>
  )
}

function StatisticsCell({ line, column }: { line: GroupRowProps["line"]; column: Column }) {
  const { group } = line
  const text = describeStatistics(column.path, group.columns[column.path], column.format, group.run_count)
  return (
    // biome-ignore lint/a11y/useSemanticElements: see GroupRow
    <div
      role="gridcell"
      tabIndex={-1}
      title={text?.title}
      className="num flex h-full min-w-0 items-center gap-2 overflow-hidden whitespace-nowrap px-2"
    >
      {text?.range && <span className="min-w-0 truncate text-ink-3 text-xs">{text.range}</span>}
      <span className={cx("flex-1 shrink-0 truncate", column.format && "text-right", !text && "text-ink-3")}>
        {text?.main ?? "–"}
      </span>
    </div>
  )
}
