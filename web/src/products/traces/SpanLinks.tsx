import { Link } from "@tanstack/react-router"
import type { SpanRow, TracePath } from "@/api/traces"
import { CopyButton } from "@/ui/CopyButton"
import { RefLink as ObjectLink } from "@/ui/RefLink"
import { runOf, versionOf } from "./links"

/** The run that a span was made in, and the versions that it used. */
export function SpanLinks({ at, span }: { at: TracePath; span: SpanRow }) {
  const run = runOf(span, at)
  if (!run && span.refs.length === 0) return null
  return (
    <ul aria-label="Links" className="my-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
      {run && (
        <li>
          <Link to="/$entity/$project/runs/$run" params={run} className="text-accent hover:underline">
            Run {run.run}
            {span.run_step >= 0 && ` at step ${span.run_step}`}
          </Link>
        </li>
      )}
      {span.refs.map((ref) => (
        <li key={ref} className="flex min-w-0 items-center gap-1">
          <RefLink text={ref} />
          <CopyButton text={ref} />
        </li>
      ))}
    </ul>
  )
}

function RefLink({ text }: { text: string }) {
  const version = versionOf(text)
  if (!version) return <ObjectLink value={text} />
  return (
    <Link
      to="/$entity/$project/artifacts/$type/$collection/$version"
      params={version}
      className="truncate text-accent hover:underline"
    >
      {version.collection}:{version.version}
    </Link>
  )
}
