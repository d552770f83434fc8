import { useState } from "react"
import type { SweepDetail, SweepPath } from "@/api"
import { FieldPicker } from "@/products/runs-table/FieldPicker"
import { Button } from "@/ui/Button"
import { Popover } from "@/ui/Popover"
import type { SweepView } from "./view"

interface AxesControlProps {
  at: SweepPath
  sweep: SweepDetail
  view: SweepView
  onView: (change: Partial<SweepView>) => void
}

/** Which fields have an axis; and the way back from brushes. */
export function AxesControl({ at, view, onView }: AxesControlProps) {
  const [open, setOpen] = useState(false)
  const { axes, brushes, hidden } = view
  const brushed = Object.keys(brushes).length
  const toggle = (path: string) =>
    onView({ axes: axes.includes(path) ? axes.filter((axis) => axis !== path) : [...axes, path] })
  return (
    <>
      <Popover
        open={open}
        onOpenChange={setOpen}
        className="w-80"
        trigger={
          <Button size="sm" icon="columns">
            Axes
          </Button>
        }
      >
        <FieldPicker entity={at.entity} project={at.project} chosen={axes} onPick={toggle} />
      </Popover>
      {brushed > 0 && (
        <Button size="sm" variant="ghost" icon="close" onClick={() => onView({ brushes: {} })}>
          {brushed === 1 ? "Clear the brush" : `Clear ${brushed} brushes`}
        </Button>
      )}
      {hidden.size > 0 && (
        <Button size="sm" variant="ghost" icon="eye" onClick={() => onView({ hidden: new Set() })}>
          {`Show ${hidden.size} hidden`}
        </Button>
      )}
    </>
  )
}
