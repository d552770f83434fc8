import { useMemo, useState } from "react"
import type { Filter, RunRow } from "@/api"
import { chosenLines, formatBrushes, type ParallelAxis, ParallelCoordinates, parseBrushes } from "@/charts/parallel"
import { ScatterChart } from "@/charts/scatter"
import { runColour } from "@/lib/colours"
import { formatCount, plural } from "@/lib/format"
import { FieldPicker } from "@/products/runs-table/FieldPicker"
import { Button, IconButton } from "@/ui/Button"
import { ErrorState } from "@/ui/ErrorState"
import { Popover } from "@/ui/Popover"
import { Skeleton } from "@/ui/Skeleton"
import { useDark } from "@/ui/theme"
import { useUrlState } from "@/ui/useUrlState"
import { axesOf, numbersOf, shortName, truthOf } from "./runColumns"
import { type RunPanelSpec, withLog } from "./spec"
import { useAllRuns } from "./useAllRuns"

interface RunPanelProps {
  entity: string
  project: string
  filter: Filter | null
  panel: RunPanelSpec
  /** null takes the panel away. */
  onPanel: (panel: RunPanelSpec | null) => void
  onPeek: (runId: string) => void
}

const HEIGHT_PX = 280

/** Runs by their fields; what is brushed in one panel is faint in the others. */
export function RunPanel(props: RunPanelProps) {
  const { entity, project, filter, panel } = props
  const [url] = useUrlState()
  const brushes = useMemo(() => parseBrushes(url.brush), [url.brush])
  const columns = useMemo(() => [...panel.fields, ...Object.keys(brushes)], [panel.fields, brushes])
  const { runs, total, loading, error, refetch } = useAllRuns(entity, project, filter, columns)
  const more = total > runs.length ? `${formatCount(total - runs.length)} not drawn` : ""
  return (
    <section
      aria-label={titleOf(panel)}
      className="group flex min-w-0 flex-col rounded-lg border border-line bg-surface px-3 pb-1.5"
    >
      <PanelHead {...props} />
      {loading && <Skeleton className="h-64" />}
      {error && runs.length === 0 && <ErrorState error={error} onRetry={refetch} />}
      {runs.length > 0 && panel.kind === "parallel" && <ParallelBody {...props} {...{ runs, brushes, more }} />}
      {runs.length > 0 && panel.kind === "scatter" && <ScatterBody {...props} {...{ runs, brushes, more }} />}
    </section>
  )
}

function titleOf({ kind, fields }: RunPanelSpec): string {
  const names = fields.map(shortName)
  return kind === "scatter" ? `${names[1]} over ${names[0]}` : `Parallel coordinates of ${names.join(", ")}`
}

function PanelHead({ entity, project, panel, onPanel }: RunPanelProps) {
  const title = panel.kind === "scatter" ? titleOf(panel) : "Parallel coordinates"
  const toggle = (field: string) => {
    const { fields } = panel
    onPanel({ ...panel, fields: fields.includes(field) ? fields.filter((one) => one !== field) : [field, ...fields] })
  }
  return (
    <header className="flex h-8 shrink-0 items-center gap-1">
      <h3 className="min-w-0 flex-1 truncate font-medium text-sm" title={titleOf(panel)}>
        {title}
      </h3>
      {panel.kind === "scatter" ? (
        panel.fields.map((field, at) => (
          <FieldButton
            key={at}
            {...{ entity, project }}
            label={`${at === 0 ? "x" : "y"}: ${shortName(field)}`}
            chosen={[field]}
            onPick={(next) => onPanel({ ...panel, fields: panel.fields.with(at, next) })}
          />
        ))
      ) : (
        <FieldButton {...{ entity, project }} label="Axes" chosen={panel.fields} onPick={toggle} stays />
      )}
      <IconButton icon="close" label="Remove the panel" className="size-6" onClick={() => onPanel(null)} />
    </header>
  )
}

interface FieldButtonProps {
  entity: string
  project: string
  label: string
  chosen: readonly string[]
  onPick: (field: string) => void
  /** Several may be picked. */
  stays?: boolean
}

function FieldButton({ entity, project, label, chosen, onPick, stays = false }: FieldButtonProps) {
  const [open, setOpen] = useState(false)
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      align="end"
      className="w-80"
      trigger={
        <Button size="sm" variant="ghost" className="max-w-40">
          <span className="truncate">{label}</span>
        </Button>
      }
    >
      <FieldPicker
        {...{ entity, project, chosen }}
        onPick={(field) => {
          if (!stays) setOpen(false)
          onPick(field)
        }}
      />
    </Popover>
  )
}

interface BodyProps extends RunPanelProps {
  runs: RunRow[]
  brushes: ReturnType<typeof parseBrushes>
  /** What is missing from the panel, in words. */
  more: string
}

function ParallelBody({ runs, brushes, more, panel, onPanel, onPeek }: BodyProps) {
  const [, change] = useUrlState()
  const axes = useMemo(() => axesOf(runs, [], { axes: panel.fields, log: new Set(panel.log) }), [runs, panel])
  const lineIds = useMemo(() => runs.map((run) => run.run_id), [runs])
  const colourBy = panel.fields.at(-1) ?? ""
  const truth = [...truthOf(runs, colourBy), more].filter(Boolean)
  return (
    <ParallelCoordinates
      label={`Parallel coordinates of ${plural(runs.length, "run")}`}
      {...{ axes, lineIds, colourBy, brushes }}
      lowIsBest={false}
      heightPx={HEIGHT_PX}
      onBrushes={(next) => change({ brush: formatBrushes(next) }, { push: true })}
      onOrder={(fields) => onPanel({ ...panel, fields })}
      onLog={(field, log) => onPanel(withLog(panel, field, log))}
      onHide={(field) => onPanel({ ...panel, fields: panel.fields.filter((one) => one !== field) })}
      onOpen={onPeek}
      footer={(count) =>
        [count < runs.length ? `${formatCount(count)} of ${plural(runs.length, "run")}` : plural(count, "run")]
          .concat(`colour by ${shortName(colourBy)}`, truth)
          .join(" · ")
      }
    />
  )
}

function ScatterBody({ runs, brushes, more, panel, onPanel, onPeek }: BodyProps) {
  const dark = useDark()
  const [xPath, yPath] = panel.fields
  const dotIds = useMemo(() => runs.map((run) => run.run_id), [runs])
  const colours = useMemo(() => dotIds.map((runId) => runColour(runId, dark)), [dotIds, dark])
  const x = useAxis(runs, panel, 0)
  const y = useAxis(runs, panel, 1)
  const chosen = useMemo(() => {
    const axes: ParallelAxis[] = axesOf(runs, [], { axes: Object.keys(brushes), log: new Set() })
    return chosenLines(axes, brushes, runs.length)
  }, [runs, brushes])
  const footer = [plural(runs.length, "run"), ...new Set([...truthOf(runs, xPath), ...truthOf(runs, yPath)]), more]
  return (
    <>
      <ScatterChart
        label={titleOf(panel)}
        {...{ dotIds, x, y, colours, chosen }}
        nameOf={(dot) => runs[dot].display_name}
        heightPx={HEIGHT_PX - 24}
        onOpen={onPeek}
        footer={footer.filter(Boolean).join(" · ")}
      />
      <div className="flex gap-3 text-ink-2 text-xs">
        {panel.fields.map((field, at) => (
          <label key={at} className="inline-flex min-w-0 items-center gap-1">
            <input
              type="checkbox"
              className="size-3.5 accent-accent"
              checked={panel.log.includes(field)}
              onChange={(event) => onPanel(withLog(panel, field, event.target.checked))}
            />
            <span className="truncate">log {shortName(field)}</span>
          </label>
        ))}
      </div>
    </>
  )
}

function useAxis(runs: RunRow[], { fields, log }: RunPanelSpec, at: 0 | 1) {
  const path = fields[at]
  const isLog = log.includes(path)
  return useMemo(() => ({ label: shortName(path), values: numbersOf(runs, path), log: isLog }), [runs, path, isLog])
}
