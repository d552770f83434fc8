import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { api, errorMessage, type RunsBulk } from "@/api"
import { plural } from "@/lib/format"
import { Button } from "@/ui/Button"
import { Confirm } from "@/ui/Dialog"
import { Input } from "@/ui/Input"
import { Popover } from "@/ui/Popover"
import { toast } from "@/ui/toasts"

interface BulkBarProps {
  entity: string
  project: string
  selected: ReadonlySet<string>
  onClear: () => void
}

/** The server takes no more runs in one request. */
const MOST_AT_ONCE = 1000

/** What can be done with all selected runs at once. */
export function BulkBar({ entity, project, selected, onClear }: BulkBarProps) {
  const client = useQueryClient()
  const [deleting, setDeleting] = useState(false)
  const run = useMutation({
    mutationFn: async (body: Omit<RunsBulk, "run_ids">) => {
      for (const run_ids of chunks([...selected], MOST_AT_ONCE))
        await api.bulkRuns(entity, project, { ...body, run_ids })
    },
    onSuccess: (_answer, body) => {
      toast.info(doneText(body, plural(selected.size, "run")))
      void client.invalidateQueries({ queryKey: ["runs", entity, project] })
      setDeleting(false)
      if (body.action === "delete") onClear()
    },
    onError: (error) => toast.error(errorMessage(error)),
  })
  const count = plural(selected.size, "run")
  return (
    <div className="flex h-9 items-center gap-1.5 border-line border-b bg-accent-soft px-2">
      <span className="num font-medium text-sm">{`${count} selected`}</span>
      <TagButton onTag={(action, tag) => run.mutate({ action, tag })} />
      <Button size="sm" variant="ghost" icon="stop" onClick={() => run.mutate({ action: "stop" })}>
        Stop
      </Button>
      <Button size="sm" variant="ghost" icon="trash" onClick={() => setDeleting(true)}>
        Delete
      </Button>
      <span className="flex-1" />
      <Button size="sm" variant="ghost" onClick={onClear}>
        Clear
      </Button>
      <Confirm
        open={deleting}
        danger
        busy={run.isPending}
        title={`Delete ${count}?`}
        description="Their metrics, logs and files go with them. This cannot be undone."
        action={`Delete ${count}`}
        onClose={() => setDeleting(false)}
        onConfirm={() => run.mutate({ action: "delete" })}
      />
    </div>
  )
}

function doneText({ action, tag }: Omit<RunsBulk, "run_ids">, runs: string): string {
  if (action === "delete") return `Deleted ${runs}.`
  if (action === "stop") return `Asked ${runs} to stop.`
  return action === "tag" ? `Tagged ${runs} with “${tag}”.` : `Took “${tag}” off ${runs}.`
}

function chunks<T>(items: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size))
}

function TagButton({ onTag }: { onTag: (action: "tag" | "untag", tag: string) => void }) {
  const [open, setOpen] = useState(false)
  const [tag, setTag] = useState("")
  const submit = (action: "tag" | "untag") => {
    if (!tag.trim()) return
    onTag(action, tag.trim())
    setTag("")
    setOpen(false)
  }
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm" variant="ghost" icon="tag">
          Tag
        </Button>
      }
    >
      <form
        className="flex gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          submit("tag")
        }}
      >
        <Input
          autoFocus
          aria-label="Tag"
          placeholder="Tag"
          value={tag}
          onChange={(event) => setTag(event.target.value)}
        />
        <Button variant="primary" type="submit">
          Add
        </Button>
        <Button onClick={() => submit("untag")}>Remove</Button>
      </form>
    </Popover>
  )
}
