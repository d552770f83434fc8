import { useState } from "react"
import type { SweepPath } from "@/api"
import { shortName } from "@/products/run-panels/runColumns"
import { FieldPicker } from "@/products/runs-table/FieldPicker"
import { Button, IconButton } from "@/ui/Button"
import { Popover } from "@/ui/Popover"
import type { SweepView } from "./view"

interface MetricControlProps {
  at: SweepPath
  view: SweepView
  onView: (change: Partial<SweepView>) => void
}

/** What the runs are judged by, and which way is good. */
export function MetricControl({ at, view, onView }: MetricControlProps) {
  const [open, setOpen] = useState(false)
  const { metric, lowIsBest, axes } = view
  const pick = (path: string) => {
    setOpen(false)
    const others = axes.filter((axis) => axis !== metric && axis !== path)
    onView({ metric: path, axes: [...others, path] })
  }
  return (
    <div className="flex items-center gap-1">
      <Popover
        open={open}
        onOpenChange={setOpen}
        className="w-80"
        trigger={
          <Button size="sm" icon="chart" aria-label={`Metric: ${metric ? shortName(metric) : "none"}`}>
            {metric ? shortName(metric) : "Choose a metric"}
          </Button>
        }
      >
        <FieldPicker entity={at.entity} project={at.project} chosen={metric ? [metric] : []} onPick={pick} />
      </Popover>
      {metric && (
        <IconButton
          icon={lowIsBest ? "arrowDown" : "arrowUp"}
          label={lowIsBest ? "Lower is better. Change to higher" : "Higher is better. Change to lower"}
          onClick={() => onView({ lowIsBest: !lowIsBest })}
        />
      )}
    </div>
  )
}
