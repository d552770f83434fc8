import { memo, useSyncExternalStore } from "react"
import type { RunRow } from "@/api"
import { getHoveredRun, setHoveredRun, subscribeHover } from "@/charts/hover"
import { cx } from "@/lib/classNames"
import type { RunStyle } from "@/lib/colours"
import { Icon } from "@/ui/Icon"
import { StateDot } from "@/ui/StateDot"
import { Cell } from "./cells"
import type { Column } from "./columns"

/** What a row can have done to it; the object stays the same, so that rows are drawn again only when they change. */
export interface RowActions {
  toggleShown: (runId: string) => void
  toggleSelected: (runId: string, range: boolean) => void
  focus: (runId: string) => void
  peek: (runId: string) => void
  open: (runId: string) => void
  hrefOf: (runId: string) => string
}

export interface TableRowProps {
  run: RunRow
  rowIndex: number
  columns: Column[]
  template: string
  heightPx: number
  style: RunStyle | undefined
  shown: boolean
  selected: boolean
  focused: boolean
  baseline: RunRow | null
  waiting: boolean
  actions: RowActions
  /** How far the row stands inside of its groups. There the charts draw the group, not the run. */
  indentPx?: number
}

export const rowElementId = (runId: string) => `run-row-${runId}`

export const TableRow = memo(function TableRow(props: TableRowProps) {
  const { run, columns, selected, focused, actions } = props
  const hovered = useSyncExternalStore(subscribeHover, () => getHoveredRun() === run.run_id)
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows out of view are not in the document, which a <table> cannot say
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
    // biome-ignore lint/a11y/useKeyWithClickEvents: Space and Enter act on the active row
    <div
      role="row"
      id={rowElementId(run.run_id)}
      aria-rowindex={props.rowIndex + 2}
      aria-selected={selected}
      onMouseEnter={() => setHoveredRun(run.run_id)}
      onMouseLeave={() => setHoveredRun(null)}
      onClick={() => actions.focus(run.run_id)}
      onDoubleClick={() => actions.peek(run.run_id)}
      className={cx(
        "group relative grid items-center border-line border-b",
        selected ? "bg-accent-soft" : "bg-surface",
        focused &&
          "after:pointer-events-none after:absolute after:inset-0 after:z-[2] after:border after:border-accent",
      )}
      style={{
        height: props.heightPx,
        gridTemplateColumns: props.template,
        backgroundImage: hovered ? "linear-gradient(var(--hover), var(--hover))" : undefined,
      }}
    >
      <NameCell {...props} />
      {columns.map((column) => (
        // biome-ignore lint/a11y/useSemanticElements: see above
        <div
          key={column.path}
          role="gridcell"
          tabIndex={-1}
          className={cx(
            "flex h-full min-w-0 items-center overflow-hidden whitespace-nowrap px-2",
            column.format && "justify-end",
          )}
        >
          <Cell run={run} column={column} baseline={props.baseline} waiting={props.waiting} />
        </div>
      ))}
    </div>
  )
})

function NameCell({ run, style, shown, selected, baseline, actions, indentPx = 0 }: TableRowProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see above
    <div
      role="rowheader"
      tabIndex={-1}
      style={{ paddingLeft: 8 + indentPx }}
      className="sticky left-0 z-[1] flex h-full min-w-0 items-center gap-1.5 border-line border-r pr-2 [background:inherit]"
    >
      <input
        type="checkbox"
        tabIndex={-1}
        aria-label={`Select ${run.display_name}`}
        checked={selected}
        onClick={(event) => {
          event.stopPropagation()
          actions.toggleSelected(run.run_id, event.shiftKey)
        }}
        onChange={() => undefined}
        className={cx(
          "size-3.5 shrink-0 accent-accent",
          !selected && "opacity-0 focus-visible:opacity-100 group-hover:opacity-100",
        )}
      />
      {indentPx === 0 && (
        <button
          type="button"
          tabIndex={-1}
          aria-label={shown ? `Hide ${run.display_name} in charts` : `Show ${run.display_name} in charts`}
          aria-pressed={shown}
          onClick={(event) => {
            event.stopPropagation()
            actions.toggleShown(run.run_id)
          }}
          onDoubleClick={(event) => event.stopPropagation()}
          className="inline-flex size-5 shrink-0 items-center justify-center rounded hover:bg-hover"
        >
          <Icon name={shown ? "eye" : "eyeOff"} size={14} className={shown ? "text-ink-2" : "text-ink-3 opacity-60"} />
        </button>
      )}
      {indentPx === 0 && <Swatch style={style} shown={shown} />}
      <a
        href={actions.hrefOf(run.run_id)}
        tabIndex={-1}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return
          event.preventDefault()
          event.stopPropagation()
          actions.open(run.run_id)
        }}
        className={cx("min-w-0 flex-1 truncate hover:underline", !shown && indentPx === 0 && "text-ink-2")}
        title={`${run.display_name} (${run.run_id})`}
      >
        {run.display_name}
      </a>
      {baseline?.run_id === run.run_id && (
        <span
          className="shrink-0 rounded bg-sunken px-1 text-ink-2 text-xs"
          title="The others are compared with this run"
        >
          base
        </span>
      )}
      <StateDot state={run.state} className="shrink-0" />
    </div>
  )
}

/** The run's colour, and its dash where the charts need one to tell it from another run of the same colour. */
function Swatch({ style, shown }: { style: RunStyle | undefined; shown: boolean }) {
  if (!shown || !style?.dash) {
    return (
      <span className="flex w-3.5 shrink-0 justify-center">
        <span
          className="size-2.5 rounded-full"
          style={shown ? { background: style?.colour } : { boxShadow: `inset 0 0 0 1.5px ${style?.colour}` }}
        />
      </span>
    )
  }
  return (
    <svg aria-hidden="true" width={14} height={10} viewBox="0 0 14 10" className="shrink-0">
      <path
        d="M0 5h14"
        stroke={style.colour}
        strokeWidth={3}
        strokeDasharray={style.dash.map((px) => px * 0.8).join(" ")}
      />
    </svg>
  )
}
