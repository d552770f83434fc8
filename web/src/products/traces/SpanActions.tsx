import { useState } from "react"
import { useProjectRole } from "@/api"
import type { SpanName } from "@/api/traces"
import { Button } from "@/ui/Button"
import { useCommands } from "@/ui/commands"
import { AddToQueue } from "./AddToQueue"
import { AddToDataset } from "./dataset/AddToDataset"

interface SpanActionsProps {
  entity: string
  project: string
  spans: readonly SpanName[]
}

/** What members can make of spans: rows of a data set, items of an annotation queue. */
export function SpanActions({ entity, project, spans }: SpanActionsProps) {
  const { mayWrite } = useProjectRole(entity, project)
  const [adding, setAdding] = useState(false)
  const open = () => setAdding(true)
  useCommands(mayWrite ? [{ group: "Traces", label: "Add to a data set", keys: "a", icon: "plus", run: open }] : [])
  if (!mayWrite) return null
  return (
    <>
      <Button size="sm" variant="ghost" icon="plus" title="Add to a data set (a)" onClick={open}>
        Data set
      </Button>
      <AddToQueue entity={entity} project={project} spanIds={spans.map((span) => span.span_id)} />
      {adding && <AddToDataset entity={entity} project={project} spans={spans} onClose={() => setAdding(false)} />}
    </>
  )
}
