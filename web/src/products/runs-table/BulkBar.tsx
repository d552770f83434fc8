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

/** What can be done with all selected runs at once. */
export function BulkBar({ entity, project, selected, onClear }: BulkBarProps) {
  const client = useQueryClient()
  const [deleting, setDeleting] = useState(false)
  const run = useMutation({
    mutationFn: (body: Omit<RunsBulk, "run_ids">) => api.bulkRuns(entity, project, { ...body, run_ids: [...selected] }),
    onSuccess: (_answer, body) => {
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
      <TagButton onTag={(tag) => run.mutate({ action: "tag", tag })} />
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

function TagButton({ onTag }: { onTag: (tag: string) => void }) {
  const [open, setOpen] = useState(false)
  const [tag, setTag] = useState("")
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
          if (!tag.trim()) return
          onTag(tag.trim())
          setTag("")
          setOpen(false)
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
      </form>
    </Popover>
  )
}
