import type { Json } from "@/api"
import type { ChangeKind, ValueChange } from "@/api/artifacts"
import { cx } from "@/lib/classNames"
import { formatDelta, formatNumber } from "@/lib/format"
import { leafText } from "@/lib/jsonTree"

interface MetadataChangesProps {
  changes: ValueChange[]
  before: string
  after: string
}

/** Leaves of the metadata that are not the same. */
export function MetadataChanges({ changes, before, after }: MetadataChangesProps) {
  return (
    <section aria-label="Metadata that differ" className="min-h-0 overflow-auto">
      <h2 className="sticky top-0 flex h-10 items-center border-line border-b bg-canvas px-4 font-semibold">
        Metadata
        <span className="num pl-2 font-normal text-ink-3 text-sm">{changes.length}</span>
      </h2>
      {changes.length === 0 ? (
        <p className="p-4 text-ink-3">The metadata are the same.</p>
      ) : (
        <table className="w-full table-fixed text-left">
          <thead className="text-ink-3 text-sm">
            <tr className="border-line border-b">
              <th className="px-4 py-1 font-normal">Name</th>
              <th className="num px-2 py-1 font-normal">{before}</th>
              <th className="num px-2 py-1 font-normal">{after}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map((change) => (
              <tr key={change.path} className="border-line border-b align-top">
                <td className="break-words px-4 py-1.5 text-ink-2">{change.path}</td>
                <Value kind={change.kind} value={change.before} missing={change.kind === "added"} gone />
                <Value kind={change.kind} value={change.after} missing={change.kind === "removed"}>
                  {delta(change)}
                </Value>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

interface ValueProps {
  kind: ChangeKind
  value: Json
  missing: boolean
  gone?: boolean
  children?: string | null
}

function Value({ kind, value, missing, gone, children }: ValueProps) {
  if (missing) return <td className="px-2 py-1.5 text-ink-3">–</td>
  return (
    <td
      className={cx(
        "num break-words px-2 py-1.5",
        gone && kind === "removed" && "text-danger",
        !gone && kind === "added" && "text-ok",
      )}
    >
      {typeof value === "number" ? formatNumber(value, 6) : leafText(value)}
      {children && <span className="block text-ink-3 text-sm">{children}</span>}
    </td>
  )
}

function delta({ before, after }: ValueChange): string | null {
  return typeof before === "number" && typeof after === "number" ? formatDelta(after - before) : null
}
