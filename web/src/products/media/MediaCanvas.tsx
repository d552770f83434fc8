import { useMemo, useState } from "react"
import type { RunPath } from "@/api"
import { runStyles } from "@/lib/colours"
import { readNumber } from "@/lib/urlState"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { SearchInput } from "@/ui/SearchInput"
import { SkeletonRows } from "@/ui/Skeleton"
import { useDark } from "@/ui/theme"
import { useUrlState } from "@/ui/useUrlState"
import { mediaType, useOverlayChoice } from "@/viewers"
import { MediaPanel, type MediaRun } from "./MediaPanel"
import { type PanelSection, panelsOf, sectionsOf } from "./panels"
import { LiveMedia, useRunsMedia } from "./useMedia"

/** Side by side more could not be told apart. */
export const MOST_RUNS = 12

interface MediaCanvasProps {
  entity: string
  project: string
  runs: readonly { run_id: string; display_name: string }[]
  /** What to say when there is nothing; without it nothing is drawn then. */
  snippet?: string
}

/**
 * Everything that runs logged besides numbers: custom charts and media. One step for all panels, in the address as
 * `step`; without it, the latest of each.
 */
export function MediaCanvas({ entity, project, runs, snippet }: MediaCanvasProps) {
  const shown = useShown(entity, project, runs)
  const ids = useMemo(() => shown.map(({ at }) => at.run), [shown])
  const media = useRunsMedia(entity, project, ids)
  const [search, setSearch] = useState("")
  const panels = useMemo(() => panelsOf(media.data ?? [], search), [media.data, search])
  const sections = useMemo(() => sectionsOf(panels), [panels])
  const labelled = useMemo(() => withLabels(shown, media.data ?? []), [shown, media.data])
  const nothing = media.data?.every((run) => run.keys.length + run.charts.length === 0) ?? false
  const live = shown.map(({ at }) => <LiveMedia key={at.run} at={at} />)
  if (media.error && !media.data)
    return <ErrorState error={media.error} title="Media could not be listed" onRetry={() => void media.refetch()} />
  if (!media.data) return snippet ? <SkeletonRows className="p-4" /> : null
  if (nothing && !snippet) return live
  if (nothing)
    return (
      <>
        {live}
        <EmptyState
          icon="image"
          title="No media yet"
          text="Images, tables, charts, histograms, sound and more appear here."
          snippet={snippet}
        />
      </>
    )
  const hasImages = panels.some(({ kind }) => mediaType(kind) === "image")
  return (
    <section aria-label="All media" className="flex flex-col gap-3">
      {live}
      <Toolbar search={search} onSearch={setSearch} hasImages={hasImages} left={runs.length - shown.length} />
      {sections.length === 0 && <p className="py-8 text-center text-ink-3">{`Nothing matches “${search}”`}</p>}
      {sections.map((section) => (
        <Section key={section.name} section={section} runs={labelled} />
      ))}
    </section>
  )
}

function Toolbar(props: { search: string; onSearch: (text: string) => void; hasImages: boolean; left: number }) {
  const [url, change] = useUrlState()
  const [overlay, changeOverlay] = useOverlayChoice()
  return (
    <div className="flex flex-wrap items-center gap-3">
      <SearchInput label="Search media" className="w-56" value={props.search} onChange={props.onSearch} />
      <span className="num text-ink-3 text-sm">
        {url.step ? `Up to step ${readNumber(url.step, 0).toLocaleString("en-US")}` : "Latest step of each"}
        {props.left > 0 && ` · the first ${MOST_RUNS} runs, ${props.left} more`}
      </span>
      {url.step && (
        <button type="button" className="text-accent text-sm hover:underline" onClick={() => change({ step: null })}>
          Latest
        </button>
      )}
      {props.hasImages && (
        <label className="ml-auto flex items-center gap-1.5 text-ink-2 text-sm">
          <input
            type="checkbox"
            className="accent-accent"
            checked={overlay.on}
            onChange={(event) => changeOverlay({ on: event.target.checked })}
          />
          Boxes and masks
        </label>
      )}
    </div>
  )
}

const MOST_PANELS = 60

function Section({ section, runs }: { section: PanelSection; runs: readonly MediaRun[] }) {
  const [url, change] = useUrlState()
  const [all, setAll] = useState(false)
  const step = url.step ? readNumber(url.step, 0) : null
  const panels = all ? section.panels : section.panels.slice(0, MOST_PANELS)
  return (
    <section aria-label={`Media: ${section.name}`} className="flex flex-col gap-2">
      <h2 className="flex items-baseline gap-1.5 font-semibold">
        {section.name}
        <span className="num font-normal text-ink-3 text-sm">{section.panels.length}</span>
      </h2>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,340px),1fr))] gap-3">
        {panels.map((panel) => (
          <MediaPanel
            key={`${panel.chart ? "chart" : panel.kind} ${panel.key}`}
            panel={panel}
            runs={runs.filter(({ at }) => panel.runIds.includes(at.run))}
            step={step}
            onStep={(next) => change({ step: next })}
          />
        ))}
      </div>
      {panels.length < section.panels.length && (
        <button type="button" className="self-start text-accent hover:underline" onClick={() => setAll(true)}>
          {`Show ${section.panels.length - panels.length} more`}
        </button>
      )}
    </section>
  )
}

type Shown = Omit<MediaRun, "classLabels">

/** The same objects as long as the runs and their names are the same. */
function useShown(entity: string, project: string, runs: MediaCanvasProps["runs"]): Shown[] {
  const dark = useDark()
  const text = JSON.stringify(runs.slice(0, MOST_RUNS).map((run) => [run.run_id, run.display_name]))
  return useMemo(() => {
    const named = JSON.parse(text) as [string, string][]
    const styles = runStyles(
      named.map(([id]) => id),
      dark,
    )
    return named.map(([run, label]) => {
      const at: RunPath = { entity, project, run }
      return { at, label, colour: styles.get(run)?.colour ?? "#888888" }
    })
  }, [entity, project, text, dark])
}

function withLabels(
  runs: readonly Shown[],
  media: readonly { run_id: string; class_labels: MediaRun["classLabels"] }[],
): MediaRun[] {
  const labels = new Map(media.map((each) => [each.run_id, each.class_labels]))
  return runs.map((run) => ({ ...run, classLabels: labels.get(run.at.run) ?? {} }))
}
