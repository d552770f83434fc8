import { useMemo } from "react"
import { EmptyState } from "@/ui/EmptyState"
import { refsOf } from "./links"
import { SpanList } from "./list/SpanList"

/** A version of an artifact, and where it was first logged when this is a link to it. */
interface UsedVersion {
  entity: string
  project: string
  ref: string
  source?: { entity: string; project: string; ref: string } | null
}

/** The spans that used a version of an artifact, in the project where it was logged. */
export function VersionTraces({ version }: { version: UsedVersion }) {
  const origin = version.source ?? version
  const refs = useMemo(() => refsOf([version.ref, origin.ref]), [version.ref, origin.ref])
  return (
    <div className="flex h-full min-h-0 flex-col">
      <SpanList entity={origin.entity} project={origin.project} refs={refs} empty={<NoTraces used={origin.ref} />} />
    </div>
  )
}

function NoTraces({ used }: { used: string }) {
  return (
    <EmptyState
      icon="trace"
      title="No trace used this version"
      text="A span is linked to a version that it, or the program around it, names in an attribute:"
      snippet={`span.set_attribute("runlake.artifact", "${used}")`}
    />
  )
}
