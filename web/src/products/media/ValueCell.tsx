import { useMemo } from "react"
import type { MediaValue } from "@/api"
import { cx } from "@/lib/classNames"
import { HistogramView, MediaItems, mediaItems, mediaType, runFiles } from "@/viewers"
import type { MediaRun } from "./MediaPanel"
import { indexAt, type MediaPanelInfo } from "./panels"

interface ValueCellProps {
  panel: MediaPanelInfo
  run: MediaRun
  values: readonly MediaValue[]
  step: number | null
  onStep: (step: number | null) => void
  height: string
}

/** What one run logged under a name, at the step that is chosen. */
export function ValueCell({ panel, run, values, step, onStep, height }: ValueCellProps) {
  const index = indexAt(values, step)
  const value = values[index]
  const source = useMemo(() => runFiles(run.at), [run.at])
  const labels = run.classLabels[panel.key]
  const items = useMemo(
    () => (value ? mediaItems(value.value, { urlOf: source.urlOf, labels }) : []),
    [value, source, labels],
  )
  if (!value)
    return (
      <p className={cx("flex items-center justify-center rounded bg-sunken text-ink-3", height)}>
        {values.length ? "Nothing was logged by this step." : "Not logged by this run."}
      </p>
    )
  if (mediaType(panel.kind) === "histogram")
    return <HistogramView values={values} index={index} onStep={onStep} height={height} />
  return <MediaItems items={items} source={source} height={height} />
}
