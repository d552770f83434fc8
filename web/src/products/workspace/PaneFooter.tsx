import type { RunRow } from "@/api"
import { formatCount, plural } from "@/lib/format"
import type { RunsQuery } from "@/products/runs-table"
import { IconButton } from "@/ui/Button"
import { type Eyes, MOST_SHOWN, SHOWN_AT_FIRST } from "./eyes"

interface PaneFooterProps {
  runs: RunsQuery
  shown: RunRow[]
  eyes: Eyes
  onEyes: (eyes: Eyes) => void
  /** How many groups there are; null without grouping, when the eyes are those of runs. */
  groups: number | null
}

/** How many runs there are, how many are drawn, and all eyes at once. */
export function PaneFooter({ runs, shown, eyes, onEyes, groups }: PaneFooterProps) {
  const loaded = runs.runs.length
  if (groups !== null) {
    return (
      <footer className="flex h-8 shrink-0 items-center gap-2 overflow-hidden whitespace-nowrap border-line border-t px-2 text-ink-3 text-sm">
        <span className="num text-ink-2">{plural(groups, "group")}</span>
        <span className="num">{`of ${plural(runs.total, "run")}`}</span>
      </footer>
    )
  }
  return (
    <footer className="flex h-8 shrink-0 items-center gap-2 overflow-hidden whitespace-nowrap border-line border-t px-2 text-ink-3 text-sm">
      <span className="num text-ink-2">{runs.data ? plural(runs.total, "run") : "…"}</span>
      {loaded < runs.total && <span className="num">{`${formatCount(loaded)} loaded`}</span>}
      <span className="num">{`${formatCount(shown.length)} in charts`}</span>
      <span className="flex-1" />
      {eyes !== "all" && (
        <IconButton
          icon="eye"
          label={`Draw all loaded runs (at most ${MOST_SHOWN})`}
          className="size-6"
          onClick={() => onEyes("all")}
        />
      )}
      {shown.length > 0 && (
        <IconButton icon="eyeOff" label="Hide all runs in charts" className="size-6" onClick={() => onEyes([])} />
      )}
      {eyes !== "first" && (
        <IconButton
          icon="refresh"
          label={`Back to the first ${SHOWN_AT_FIRST} runs`}
          className="size-6"
          onClick={() => onEyes("first")}
        />
      )}
    </footer>
  )
}
