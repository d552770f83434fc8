import { Link } from "@tanstack/react-router"
import type { MappingPreview } from "@/api/mapping"
import { plural } from "@/lib/format"
import { EmptyState } from "@/ui/EmptyState"

interface PreviewResultProps {
  entity: string
  project: string
  preview: MappingPreview
}

/** Which of the newest spans the text would change, and how. */
export function PreviewResult({ entity, project, preview }: PreviewResultProps) {
  const { spans, changed, examples } = preview
  if (changed === 0) {
    const text = spans
      ? `The newest ${plural(spans, "span")} would be understood as they are now.`
      : "There are no spans yet."
    return <EmptyState icon="check" title="Nothing changes" text={text} />
  }
  return (
    <>
      <p className="pb-2 text-ink-3 text-sm">
        <span className="num">{changed}</span> of the newest {plural(spans, "span")} would change.
      </p>
      <ul className="space-y-3">
        {examples.map((span) => (
          <li key={`${span.trace_id}${span.span_id}`} className="rounded-md border border-line p-2">
            <Link
              to="/$entity/$project/traces/$trace"
              params={{ entity, project, trace: span.trace_id }}
              search={{ span: span.span_id } as never}
              className="font-medium text-accent text-sm hover:underline"
            >
              {span.name}
            </Link>
            <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-sm">
              {span.changes.map((change) => (
                <div key={change.field} className="contents">
                  <dt className="text-ink-3">{change.field}</dt>
                  <dd className="min-w-0 truncate font-mono text-xs leading-5">
                    {shown(change.before) && <del className="text-ink-3">{shown(change.before)}</del>}
                    {shown(change.before) && " "}
                    <ins className="no-underline">{shown(change.after) || "nothing"}</ins>
                  </dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </>
  )
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === "") return ""
  if (Array.isArray(value) && value.length === 0) return ""
  return typeof value === "string" ? value : JSON.stringify(value)
}
