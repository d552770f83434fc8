import { useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { Popover as Radix } from "radix-ui"
import { api, type Json, type RunPath } from "@/api"
import type { AxisKind, PickedPoint } from "@/charts"
import { cx } from "@/lib/classNames"
import { formatExact, formatNumber, formatTime } from "@/lib/format"
import { MENU_PANEL } from "@/ui/Menu"
import { valuesAround } from "./valuesAround"

interface PointPopoverProps {
  at: RunPath
  metric: string
  xKind: AxisKind
  point: PickedPoint
  onClose: () => void
}

const MOST_SHOWN = 40

/** What a run logged at the point that was clicked, and the way to its console and media of that time. */
export function PointPopover({ at, metric, xKind, point, onClose }: PointPopoverProps) {
  const bySteps = xKind === "step"
  const step = useQuery({
    queryKey: ["step", at, Math.round(point.x)],
    enabled: bySteps,
    queryFn: ({ signal }) => api.step(at, Math.round(point.x), signal),
  })
  const time = bySteps ? (step.data?.time ?? null) : xKind === "time" ? Math.round(point.x) : null
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Anchor asChild>
        <span className="pointer-events-none fixed size-px" style={{ left: point.left, top: point.top }} />
      </Radix.Anchor>
      <Radix.Portal>
        <Radix.Content
          side="right"
          sideOffset={12}
          collisionPadding={8}
          aria-label={`Point of ${point.label}`}
          className={cx(MENU_PANEL, "w-72 p-3")}
        >
          <p className="truncate font-medium" title={point.label}>
            {point.label}
          </p>
          <p className="num mb-2 text-ink-3 text-sm">
            {step.data && `step ${step.data.step.toLocaleString("en-US")}`}
            {step.data && time !== null && " · "}
            {time !== null && formatTime(new Date(time))}
          </p>
          <dl className="num max-h-56 overflow-auto text-sm">
            <Value name={metric} value={point.value} strong />
            {step.data &&
              valuesAround(step.data.values, metric)
                .slice(0, MOST_SHOWN)
                .map(([name, value]) => <Value key={name} name={name} value={value} />)}
          </dl>
          {step.error && <p className="text-ink-3 text-sm">The other values could not be read.</p>}
          <Links at={at} step={step.data?.step ?? null} time={time} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function Value({ name, value, strong = false }: { name: string; value: Json; strong?: boolean }) {
  const text = typeof value === "number" ? formatNumber(value, 6) : String(value)
  return (
    <div className={cx("flex gap-3", strong ? "font-medium" : "text-ink-2")}>
      <dt className="min-w-0 flex-1 truncate" title={name}>
        {name}
      </dt>
      <dd className="max-w-36 truncate" title={typeof value === "number" ? formatExact(value) : text}>
        {text}
      </dd>
    </div>
  )
}

function Links({ at, step, time }: { at: RunPath; step: number | null; time: number | null }) {
  const look = "text-accent hover:underline"
  const to = "/$entity/$project/runs/$run/$tab"
  const link = (tab: string, search: Record<string, string>, text: string) => (
    <Link to={to} params={{ ...at, tab } as never} search={search as never} className={look}>
      {text}
    </Link>
  )
  return (
    <p className="mt-2 flex flex-wrap gap-x-4 border-line border-t pt-2 text-sm">
      {link("overview", {}, "The run")}
      {time !== null && link("logs", { at: String(time), time: "1" }, "Log lines at this time")}
      {step !== null && link("media", { step: String(step) }, "Media at this step")}
    </p>
  )
}
