import { Link } from "@tanstack/react-router"
import { useState } from "react"
import type { UnmappedKey } from "@/api/mapping"
import { formatExact, plural } from "@/lib/format"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { RelativeTime } from "@/ui/RelativeTime"
import { SearchInput } from "@/ui/SearchInput"
import { Select } from "@/ui/Select"
import { SkeletonRows } from "@/ui/Skeleton"
import { useUnmapped } from "./useMapping"

interface UnmappedKeysProps {
  entity: string
  project: string
  fields: readonly string[]
  onMap: (field: string, key: string) => void
}

/** Attributes that no field is read from, each with its latest value and a way to map it. */
export function UnmappedKeys({ entity, project, fields, onMap }: UnmappedKeysProps) {
  const [find, setFind] = useState("")
  const unmapped = useUnmapped(entity, project)
  if (unmapped.isPending) return <SkeletonRows rows={8} />
  if (!unmapped.data) return <ErrorState error={unmapped.error} onRetry={() => void unmapped.refetch()} />
  const { keys, spans_looked_at } = unmapped.data
  if (keys.length === 0) {
    return <EmptyState icon="check" title="Nothing is missed" text="Every attribute of the newest spans is read." />
  }
  const shown = keys.filter(({ key }) => key.toLowerCase().includes(find.toLowerCase()))
  return (
    <>
      <div className="flex items-center gap-2 pb-2">
        <p className="flex-1 text-ink-3 text-sm">
          {keys.length} attributes of the newest {formatExact(spans_looked_at)} spans are kept, but not read.
        </p>
        <SearchInput label="Search attributes" value={find} onChange={setFind} />
      </div>
      <ul className="divide-y divide-line">
        {shown.map((one) => (
          <KeyLine
            key={one.key}
            one={one}
            at={{ entity, project, trace: one.trace_id }}
            fields={fields}
            onMap={(field) => onMap(field, one.key)}
          />
        ))}
      </ul>
    </>
  )
}

const CHOOSE = "map"

interface KeyLineProps {
  one: UnmappedKey
  at: { entity: string; project: string; trace: string }
  fields: readonly string[]
  onMap: (field: string) => void
}

function KeyLine({ one, at, fields, onMap }: KeyLineProps) {
  const options = [{ value: CHOOSE, label: "Map to…" }, ...fields.map((field) => ({ value: field, label: field }))]
  return (
    <li className="flex items-start gap-3 py-2">
      <div className="min-w-0 flex-1">
        <p className="truncate font-mono text-sm">{one.key}</p>
        <p className="truncate font-mono text-ink-3 text-xs" title={one.example}>
          {one.example}
        </p>
        <p className="text-ink-3 text-xs">
          <span className="num">{plural(one.spans, "span")}</span>, last{" "}
          <Link
            to="/$entity/$project/traces/$trace"
            params={at}
            search={{ span: one.span_id } as never}
            className="text-accent hover:underline"
          >
            <RelativeTime at={new Date(one.last_seen).toISOString()} />
          </Link>
        </p>
      </div>
      <Select size="sm" label={`Map ${one.key} to`} value={CHOOSE} options={options} onChange={onMap} />
    </li>
  )
}
