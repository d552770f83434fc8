import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { type LaunchQueue, launchApi, useProjectRole } from "@/api"
import { Button } from "@/ui/Button"
import { Confirm } from "@/ui/Dialog"
import { QueueDialog } from "./QueueDialog"
import { allowedText, schemasOf } from "./variables"

interface QueueHeaderProps {
  entity: string
  project: string
  queue: LaunchQueue
}

/** What the chosen queue asks for, and what its members may do with it. */
export function QueueHeader({ entity, project, queue }: QueueHeaderProps) {
  const client = useQueryClient()
  const { mayWrite } = useProjectRole(entity, project)
  const [asked, setAsked] = useState<"change" | "delete" | null>(null)
  const close = () => setAsked(null)
  const remove = useMutation({
    mutationFn: () => launchApi.delete(entity, project, queue.name),
    onSettled: () => client.invalidateQueries({ queryKey: ["launch", entity] }),
    onSuccess: close,
  })
  return (
    <header className="mb-2 space-y-1">
      <div className="flex items-center gap-2">
        <h2 className="min-w-0 flex-1 truncate font-semibold">{queue.name}</h2>
        {mayWrite && (
          <>
            <Button size="sm" icon="edit" onClick={() => setAsked("change")}>
              Change
            </Button>
            <Button size="sm" icon="trash" onClick={() => setAsked("delete")}>
              Delete
            </Button>
          </>
        )}
      </div>
      <Variables queue={queue} />
      {asked === "change" && (
        <QueueDialog entity={entity} project={project} queue={queue} onDone={close} onClose={close} />
      )}
      <Confirm
        open={asked === "delete"}
        onClose={close}
        onConfirm={() => remove.mutate()}
        title={`Delete the queue ${queue.name}?`}
        description="What waits in it is never started, and its list is gone. Runs that were started go on."
        action="Delete queue"
        danger
        busy={remove.isPending}
      />
    </header>
  )
}

function Variables({ queue }: { queue: LaunchQueue }) {
  const variables = schemasOf(queue.variables)
  if (variables.length === 0) return null
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-0.5 text-ink-2 text-sm">
      {variables.map(([name, schema]) => (
        <span key={name}>
          <span className="font-mono">{`{{${name}}}`}</span>{" "}
          <span className="text-ink-3">
            {[schema.type, allowedText(schema), schema.default !== undefined && `default ${schema.default}`]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </span>
      ))}
    </p>
  )
}
