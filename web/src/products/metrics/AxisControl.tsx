import { useState } from "react"
import type { XAxis } from "@/api"
import type { AxisKind } from "@/charts"
import { cx } from "@/lib/classNames"
import { Button } from "@/ui/Button"
import { Icon } from "@/ui/Icon"
import { Input } from "@/ui/Input"
import { Popover } from "@/ui/Popover"
import { STEP } from "./definitions"

interface AxisControlProps {
  /** Null: that of each metric. */
  axis: XAxis | null
  /** Metrics have axes of their own: they can be left to them. Else steps are the same, and what null stands for. */
  defined: boolean
  /** The system source has no steps of its own. */
  kinds: readonly AxisKind[]
  metrics: readonly string[]
  onChange: (axis: XAxis | null) => void
}

const LABELS: Record<Exclude<AxisKind, "metric">, string> = {
  step: "Step",
  time: "Wall time",
  relative: "Relative time",
}
const AS_DEFINED = "As defined"
const MOST_SHOWN = 100

const labelOf = (axis: XAxis) => (axis.kind === "metric" ? axis.metric : LABELS[axis.kind])

/** What stands on x: a step, a time, or any metric. */
export function AxisControl({ axis, defined, kinds, metrics, onChange }: AxisControlProps) {
  const [open, setOpen] = useState(false)
  const pick = (next: XAxis | null) => {
    setOpen(false)
    onChange(next)
  }
  const chosen = axis ?? (defined ? null : STEP)
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      className="flex max-h-96 w-60 flex-col p-1"
      trigger={
        <Button size="sm" className="max-w-48">
          <span aria-hidden="true" className="font-normal text-ink-3">
            x
          </span>
          <span className="sr-only">X-axis:</span>
          <span className="truncate">{chosen ? labelOf(chosen) : AS_DEFINED}</span>
          <Icon name="chevronDown" size={12} className="text-ink-3" />
        </Button>
      }
    >
      {defined && (
        <Choice
          label={AS_DEFINED}
          hint="The step metric that runs define, else step"
          chosen={chosen === null}
          onPick={() => pick(null)}
        />
      )}
      {kinds.map(
        (kind) =>
          kind !== "metric" && (
            <Choice
              key={kind}
              label={LABELS[kind]}
              chosen={chosen?.kind === kind}
              onPick={() => pick(kind === "step" && !defined ? null : { kind })}
            />
          ),
      )}
      {kinds.includes("metric") && (
        <MetricChoices
          metrics={metrics}
          chosen={chosen?.kind === "metric" ? chosen.metric : null}
          onPick={(metric) => pick({ kind: "metric", metric })}
        />
      )}
    </Popover>
  )
}

interface MetricChoicesProps {
  metrics: readonly string[]
  chosen: string | null
  onPick: (metric: string) => void
}

function MetricChoices({ metrics, chosen, onPick }: MetricChoicesProps) {
  const [search, setSearch] = useState("")
  const found = metrics.filter((metric) => metric.toLowerCase().includes(search.toLowerCase()))
  return (
    <>
      <Input
        size="sm"
        icon="search"
        aria-label="Search a metric for x"
        placeholder="Or any metric"
        className="mt-1 mb-1 border-line border-t pt-1.5"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <div className="min-h-0 flex-1 overflow-auto">
        {found.slice(0, MOST_SHOWN).map((metric) => (
          <Choice key={metric} label={metric} chosen={metric === chosen} onPick={() => onPick(metric)} />
        ))}
        {found.length === 0 && <p className="px-2 py-1 text-ink-3">No such metric</p>}
        {found.length > MOST_SHOWN && (
          <p className="px-2 py-1 text-ink-3 text-sm">{`${found.length - MOST_SHOWN} more: type to find them`}</p>
        )}
      </div>
    </>
  )
}

interface ChoiceProps {
  label: string
  hint?: string
  chosen: boolean
  onPick: () => void
}

function Choice({ label, hint = label, chosen, onPick }: ChoiceProps) {
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={onPick}
      className="flex min-h-7 w-full items-center gap-2 rounded px-2 text-left hover:bg-hover"
    >
      <span className="min-w-0 flex-1 truncate" title={hint}>
        {label}
      </span>
      <Icon name="check" size={13} className={cx(!chosen && "invisible")} />
    </button>
  )
}
