import { useQueries } from "@tanstack/react-query"
import { useEffect, useRef, useState } from "react"
import { api, type MediaValue, type RunPath } from "@/api"
import { cx } from "@/lib/classNames"
import { plural } from "@/lib/format"
import { IconButton } from "@/ui/Button"
import { Dialog } from "@/ui/Dialog"
import { ErrorState } from "@/ui/ErrorState"
import { Skeleton } from "@/ui/Skeleton"
import { ChartBody } from "./ChartBody"
import { type MediaPanelInfo, stepsOf } from "./panels"
import { StepSlider } from "./StepSlider"
import { ValueCell } from "./ValueCell"

/** A run as the panels show it. */
export interface MediaRun {
  at: RunPath
  label: string
  colour: string
  /** Media key → name of boxes or mask → class id → label. */
  classLabels: Record<string, Record<string, Record<string, string>>>
}

interface MediaPanelProps {
  panel: MediaPanelInfo
  runs: readonly MediaRun[]
  /** Show the last value at or before this step; null is the latest. */
  step: number | null
  onStep: (step: number | null) => void
  /** It stands in a frame that has its name already. */
  bare?: boolean
}

const MOST_STEPS = 1000

/** One name: what each of the runs logged under it at one step, side by side. */
export function MediaPanel({ panel, runs, step, onStep, bare = false }: MediaPanelProps) {
  const frame = useRef<HTMLElement>(null)
  const seen = useSeen(frame)
  const [large, setLarge] = useState(false)
  const [asTable, setAsTable] = useState(false)
  const key = panel.chart?.table ?? panel.key
  const answers = useQueries({
    queries: runs.map(({ at }) => ({
      queryKey: ["media", at, key],
      enabled: seen,
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.media(at, key, { limit: MOST_STEPS }, signal).then((body) => body.values),
    })),
    combine: (results) => ({
      values: results.map((result) => result.data),
      error: results.find((result) => result.error && !result.data)?.error ?? null,
      retry: () => {
        for (const result of results) void result.refetch()
      },
    }),
  })
  const steps = stepsOf(answers.values.map((values) => values ?? []))
  const body = (height: string) =>
    answers.error ? (
      <ErrorState error={answers.error} onRetry={answers.retry} />
    ) : (
      <PanelBody {...{ panel, runs, step, onStep, height, asTable }} values={answers.values} />
    )
  return (
    <section
      ref={frame}
      aria-label={panel.key}
      className={cx(
        "flex min-w-0 flex-col",
        !bare && "rounded-lg border border-line bg-surface",
        runs.length > 1 && !panel.chart && "col-span-full",
      )}
    >
      <header className="flex h-9 items-center gap-2 pr-1 pl-3">
        {bare ? (
          <span className="flex-1" />
        ) : (
          <h3 className="min-w-0 flex-1 truncate font-medium" title={panel.key}>
            {panel.key}
          </h3>
        )}
        {steps.length > 1 && (
          <span className="num whitespace-nowrap text-ink-3 text-sm">{plural(steps.length, "step")}</span>
        )}
        {panel.chart && (
          <IconButton icon="columns" label="Show the rows" active={asTable} onClick={() => setAsTable(!asTable)} />
        )}
        <IconButton icon="expand" label="Enlarge" onClick={() => setLarge(true)} />
      </header>
      <div className="min-h-0 flex-1 px-3 pb-2">{!large && body(runs.length > 1 ? "h-60" : "h-72")}</div>
      {steps.length > 1 && <StepSlider steps={steps} step={step} onStep={onStep} />}
      {large && (
        <Dialog
          open
          onClose={() => setLarge(false)}
          title={panel.key}
          className="top-[4vh]! max-h-[92vh]! w-[min(1200px,calc(100vw-24px))]!"
        >
          {body(runs.length > 1 ? "h-[44vh]" : "h-[70vh]")}
          {steps.length > 1 && <StepSlider steps={steps} step={step} onStep={onStep} />}
        </Dialog>
      )}
    </section>
  )
}

interface PanelBodyProps extends MediaPanelProps {
  values: readonly (MediaValue[] | undefined)[]
  height: string
  asTable: boolean
}

function PanelBody({ panel, runs, values, step, onStep, height, asTable }: PanelBodyProps) {
  if (panel.chart)
    return <ChartBody chart={panel.chart} runs={runs} values={values} step={step} height={height} asTable={asTable} />
  if (runs.length === 1)
    return values[0] ? (
      <ValueCell panel={panel} run={runs[0]} values={values[0]} step={step} onStep={onStep} height={height} />
    ) : (
      <Skeleton className={height} />
    )
  return (
    <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,220px),1fr))] gap-3">
      {runs.map((run, place) => (
        <div key={run.at.run} className="flex min-w-0 flex-col gap-1">
          <p className="flex items-center gap-1.5 text-ink-2 text-sm">
            <span className="size-2.5 shrink-0 rounded-full" style={{ background: run.colour }} />
            <span className="truncate">{run.label}</span>
          </p>
          {values[place] ? (
            <ValueCell {...{ panel, run, step, onStep, height }} values={values[place] ?? []} />
          ) : (
            <Skeleton className={height} />
          )}
        </div>
      ))}
    </div>
  )
}

/** True from the first time on that the element comes near the view. */
function useSeen(frame: React.RefObject<HTMLElement | null>): boolean {
  const [seen, setSeen] = useState(false)
  useEffect(() => {
    if (seen || !frame.current) return
    const observer = new IntersectionObserver(([entry]) => entry.isIntersecting && setSeen(true), {
      rootMargin: "300px",
    })
    observer.observe(frame.current)
    return () => observer.disconnect()
  }, [seen, frame])
  return seen
}
