import type { ObjectDetail } from "@/api/objects"
import type { TreeValue } from "@/lib/jsonTree"
import { parseRef } from "@/lib/weaveRefs"
import { Snippet } from "@/ui/EmptyState"
import { KeyValueTree } from "@/ui/KeyValueTree"
import { RefLink } from "@/ui/RefLink"
import { membersOf, promptOf } from "./contents"
import type { DrawContent } from "./ObjectPage"

/** What a version holds: code as code, a prompt as its text or messages, anything else as a tree. */
export function ValueTab({ detail, draw }: { detail: ObjectDetail; draw: DrawContent }) {
  if (detail.code !== null)
    return (
      <div className="p-4">
        <Snippet code={detail.code} />
      </div>
    )
  const members = membersOf(detail.value) ?? { value: detail.value }
  const prompt = detail.kind === "prompt" ? promptOf(detail) : null
  const rest = prompt === null ? members : without(members, ["messages", "content"])
  const refs = Object.entries(rest).flatMap(([name, value]) => refsIn(value).map((ref) => ({ name, ref })))
  return (
    <div className="flex max-w-5xl flex-col gap-4 p-4">
      {prompt !== null && draw("Prompt", prompt)}
      {refs.length > 0 && <References refs={refs} />}
      {Object.keys(rest).length > 0 && (
        <KeyValueTree label="Members" value={rest as { [name: string]: TreeValue }} empty="It has none." />
      )}
    </div>
  )
}

function References({ refs }: { refs: readonly { name: string; ref: string }[] }) {
  return (
    <section aria-label="Made of" className="rounded-lg border border-line bg-surface">
      <h2 className="flex h-10 items-center border-line border-b px-3 font-semibold">Made of</h2>
      <dl className="grid grid-cols-[minmax(100px,1fr)_minmax(0,3fr)] gap-x-3 gap-y-1 px-3 py-2">
        {refs.map(({ name, ref }) => (
          <div key={`${name} ${ref}`} className="contents">
            <dt className="truncate text-ink-2">{name}</dt>
            <dd className="min-w-0 truncate">
              <RefLink value={ref} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

const refsIn = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).filter((one) => parseRef(one))

const without = (value: Record<string, unknown>, names: readonly string[]) =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)))
