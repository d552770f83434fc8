import { Link } from "@tanstack/react-router"
import { plural } from "@/lib/format"
import { Button } from "@/ui/Button"
import { SpanActions } from "../SpanActions"
import type { Selected } from "./useSelected"

interface SelectionBarProps {
  entity: string
  project: string
  selected: Selected
}

/** What can be done with the rows that somebody marked. */
export function SelectionBar({ entity, project, selected }: SelectionBarProps) {
  const { spans, clear } = selected
  if (spans.length === 0) return null
  const [first, second] = spans
  return (
    <div className="flex h-10 shrink-0 items-center gap-2 border-line border-b bg-accent-soft px-4">
      <span className="mr-2 font-medium">{plural(spans.length, "row")} selected</span>
      {spans.length === 2 && first.trace_id !== second.trace_id && (
        <Link
          to="/$entity/$project/traces/$trace/compare/$other"
          params={{ entity, project, trace: first.trace_id, other: second.trace_id }}
          className="inline-flex h-6 items-center rounded-md border border-line bg-surface px-2 text-sm hover:border-line-strong"
        >
          Compare
        </Link>
      )}
      {spans.length < 2 && <span className="text-ink-2 text-sm">Select another to compare the two</span>}
      <span className="flex-1" />
      <SpanActions entity={entity} project={project} spans={spans} />
      <Button size="sm" variant="ghost" icon="close" onClick={clear}>
        Clear
      </Button>
    </div>
  )
}
