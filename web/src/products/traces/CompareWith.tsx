import { useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { useState } from "react"
import { type SpanRow, type TracePath, tracesApi } from "@/api/traces"
import { formatDuration, plural } from "@/lib/format"
import { Badge } from "@/ui/Badge"
import { Button } from "@/ui/Button"
import { useCommands } from "@/ui/commands"
import { Input } from "@/ui/Input"
import { Popover } from "@/ui/Popover"
import { RelativeTime } from "@/ui/RelativeTime"
import { SkeletonRows } from "@/ui/Skeleton"
import { useDebounced } from "@/ui/useDebounced"

const SHOWN = 20

/** The way to another trace beside this one: those of the same name, the newest first, or what a search finds. */
export function CompareWith({ at, root }: { at: TracePath; root: SpanRow }) {
  const [open, setOpen] = useState(false)
  useCommands([{ group: "Trace", label: "Compare with…", keys: "d", icon: "columns", run: () => setOpen(true) }])
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      align="end"
      className="w-96"
      trigger={
        <Button size="sm" variant="ghost" icon="columns" title="Compare with another trace (d)">
          Compare with…
        </Button>
      }
    >
      <Others at={at} root={root} />
    </Popover>
  )
}

function Others({ at, root }: { at: TracePath; root: SpanRow }) {
  const [find, setFind] = useState("")
  const search = useDebounced(find.trim(), 250)
  const others = useQuery({
    queryKey: ["compare-with", at, root.name, search],
    queryFn: ({ signal }) => {
      const alike = { field: "name", op: "eq", value: root.name }
      const asked = search ? { search } : { filter: alike }
      return tracesApi.search(at.entity, at.project, { ...asked, roots_only: true, limit: SHOWN }, signal)
    },
    placeholderData: (before) => before,
  })
  const shown = (others.data?.spans ?? []).filter((span) => span.trace_id !== at.trace)
  return (
    <>
      <Input
        size="sm"
        icon="search"
        className="w-full"
        aria-label="Search other traces"
        placeholder="Search all traces"
        value={find}
        onChange={(event) => setFind(event.target.value)}
      />
      {others.isPending && <SkeletonRows rows={4} />}
      {others.data && shown.length === 0 && (
        <p className="px-2 py-4 text-center text-ink-3 text-sm">
          {search ? "No other trace has this." : "There is no other trace of this name: search for one."}
        </p>
      )}
      <ul aria-label="Other traces" className="mt-1 max-h-80 overflow-y-auto">
        {shown.map((span) => (
          <OtherTrace key={span.trace_id} at={at} span={span} />
        ))}
      </ul>
    </>
  )
}

function OtherTrace({ at, span }: { at: TracePath; span: SpanRow }) {
  return (
    <li>
      <Link
        to="/$entity/$project/traces/$trace/compare/$other"
        params={{ ...at, other: span.trace_id }}
        className="block rounded px-2 py-1 text-sm hover:bg-hover"
      >
        <span className="flex items-center gap-2">
          <span className="min-w-0 flex-1 truncate font-medium">{span.name}</span>
          {span.trace && span.trace.errors > 0 && <Badge tone="danger">{plural(span.trace.errors, "error")}</Badge>}
          <span className="num text-ink-3 text-xs">
            {formatDuration(span.duration_ms / 1000)} · <RelativeTime at={new Date(span.start).toISOString()} />
          </span>
        </span>
        <span dir="auto" className="block truncate text-ink-3 text-xs">
          {span.input_preview || span.output_preview}
        </span>
      </Link>
    </li>
  )
}
