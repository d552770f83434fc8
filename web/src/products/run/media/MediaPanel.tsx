import { useEffect, useRef, useState } from "react"
import { api, type MediaKey, type MediaValue, type RunPath } from "@/api"
import { cx } from "@/lib/classNames"
import { plural } from "@/lib/format"
import { IconButton } from "@/ui/Button"
import { Dialog } from "@/ui/Dialog"
import { ErrorState } from "@/ui/ErrorState"
import { Skeleton } from "@/ui/Skeleton"
import { HistogramView } from "./HistogramView"
import { MediaItemView } from "./MediaItemView"
import { mediaItems, mediaType } from "./mediaItems"
import { useMediaValues } from "./useMedia"

interface MediaPanelProps {
  at: RunPath
  mediaKey: MediaKey
  /** Show the last value at or before this step; null is the latest. */
  step: number | null
  onStep: (step: number | null) => void
}

export function MediaPanel({ at, mediaKey, step, onStep }: MediaPanelProps) {
  const frame = useRef<HTMLElement>(null)
  const seen = useSeen(frame)
  const values = useMediaValues(at, mediaKey, seen)
  const [large, setLarge] = useState(false)
  const index = values.data ? indexAt(values.data, step) : -1
  const body = (height: string) =>
    values.data && index >= 0 ? (
      <PanelBody at={at} mediaKey={mediaKey} values={values.data} index={index} onStep={onStep} height={height} />
    ) : values.error ? (
      <ErrorState error={values.error} onRetry={() => void values.refetch()} />
    ) : values.data ? (
      <p className="p-3 text-ink-3">Nothing was logged by this step.</p>
    ) : (
      <Skeleton className={height} />
    )
  return (
    <section
      ref={frame}
      aria-label={mediaKey.key}
      className="flex min-w-0 flex-col rounded-lg border border-line bg-surface"
    >
      <header className="flex h-9 items-center gap-2 pr-1 pl-3">
        <h3 className="min-w-0 flex-1 truncate font-medium" title={mediaKey.key}>
          {mediaKey.key}
        </h3>
        <span className="num whitespace-nowrap text-ink-3 text-sm">{plural(mediaKey.count, "step")}</span>
        <IconButton icon="expand" label="Enlarge" onClick={() => setLarge(true)} />
      </header>
      <div className="min-h-0 flex-1 px-3">{!large && body("h-72")}</div>
      {values.data && values.data.length > 1 && <StepSlider values={values.data} index={index} onStep={onStep} />}
      {large && (
        <Dialog
          open
          onClose={() => setLarge(false)}
          title={mediaKey.key}
          className="top-[4vh] max-h-[92vh] w-[min(1200px,calc(100vw-24px))]"
        >
          {body("h-[70vh]")}
          {values.data && values.data.length > 1 && <StepSlider values={values.data} index={index} onStep={onStep} />}
        </Dialog>
      )}
    </section>
  )
}

interface PanelBodyProps {
  at: RunPath
  mediaKey: MediaKey
  values: MediaValue[]
  index: number
  height: string
  onStep: (step: number | null) => void
}

function PanelBody({ at, mediaKey, values, index, height, onStep }: PanelBodyProps) {
  if (mediaType(mediaKey.kind) === "histogram")
    return <HistogramView values={values} index={index} onStep={onStep} height={height} />
  const items = mediaItems(values[index].value, (path) => api.fileUrl(at, path))
  if (items.length === 1) return <MediaItemView item={items[0]} at={at} height={height} />
  return (
    <div
      className={cx(
        "grid content-start gap-2 overflow-auto",
        height,
        items[0]?.type === "image" ? "grid-cols-[repeat(auto-fill,minmax(96px,1fr))]" : "grid-cols-1",
      )}
    >
      {items.map((item, place) => (
        <MediaItemView key={place} item={item} at={at} height={item.type === "image" ? "" : "h-60"} />
      ))}
    </div>
  )
}

function StepSlider({
  values,
  index,
  onStep,
}: {
  values: MediaValue[]
  index: number
  onStep: (step: number | null) => void
}) {
  const last = values.length - 1
  return (
    <label className="flex h-9 items-center gap-3 px-3">
      <span className="sr-only">Step</span>
      <input
        type="range"
        min={0}
        max={last}
        value={Math.max(0, index)}
        aria-valuetext={index >= 0 ? `step ${values[index].step}` : undefined}
        onChange={(event) => {
          const next = Number(event.target.value)
          onStep(next === last ? null : values[next].step)
        }}
        className="h-1 min-w-0 flex-1 accent-accent"
      />
      <span className="num w-24 text-right text-ink-2 text-sm">
        {index >= 0 ? `step ${values[index].step.toLocaleString("en-US")}` : "–"}
      </span>
    </label>
  )
}

/** Place of the last value at or before a step; −1 when there is none. */
export function indexAt(values: readonly { step: number }[], step: number | null): number {
  if (step === null) return values.length - 1
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (values[middle].step <= step) low = middle + 1
    else high = middle
  }
  return low - 1
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
