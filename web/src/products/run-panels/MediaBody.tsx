import { useMemo } from "react"
import { readNumber } from "@/lib/urlState"
import { MediaPanel } from "@/products/media/MediaPanel"
import { panelsOf } from "@/products/media/panels"
import { LiveMedia, useRunsMedia } from "@/products/media/useMedia"
import type { PanelBodyProps } from "@/products/metrics/board/kinds"
import { ErrorState } from "@/ui/ErrorState"
import { Skeleton } from "@/ui/Skeleton"
import { useUrlState } from "@/ui/useUrlState"

const MOST_RUNS = 12

/** What the shown runs logged under one name, at the step of all media of the page. */
export function MediaBody({ panel, context }: PanelBodyProps) {
  const { entity, project, grouping } = context
  const [url, change] = useUrlState()
  const shown = useMemo(() => (grouping ? [] : context.runs.slice(0, MOST_RUNS)), [grouping, context.runs])
  const ids = useMemo(() => shown.map(({ run_id }) => run_id), [shown])
  const media = useRunsMedia(entity, project, ids)
  const found = panelsOf(media.data ?? []).find(({ key }) => key === panel.fields[0])
  const runs = shown
    .filter(({ run_id }) => found?.runIds.includes(run_id))
    .map(({ run_id, label, colour }) => ({
      at: { entity, project, run: run_id },
      label,
      colour,
      classLabels: media.data?.find((run) => run.run_id === run_id)?.class_labels ?? {},
    }))
  if (grouping) return <Hint text="Media are those of single runs: ungroup the table to see them." />
  if (media.error && !media.data) return <ErrorState error={media.error} onRetry={() => void media.refetch()} />
  if (media.isPending && ids.length > 0) return <Skeleton className="h-40" />
  if (!found) return <Hint text={`No shown run has logged ${panel.fields[0] ?? "media"}.`} />
  return (
    <>
      {runs.map(({ at }) => (
        <LiveMedia key={at.run} at={at} />
      ))}
      <MediaPanel
        bare
        panel={found}
        runs={runs}
        step={url.step ? readNumber(url.step, 0) : null}
        onStep={(step) => change({ step })}
      />
    </>
  )
}

const Hint = ({ text }: { text: string }) => <p className="py-8 text-center text-ink-3">{text}</p>
