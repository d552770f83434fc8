import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { api, errorMessage, type RunsBulk, useProjectRole } from "@/api"
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
  /** Shows the selected runs side by side; null when they are too many, absent where there is no place for it. */
  onCompare?: (() => void) | null
}

/** The server takes no more runs in one request. */
const MOST_AT_ONCE = 1000

/** What can be done with all selected runs at once. */
export function BulkBar({ entity, project, selected, onClear, onCompare }: BulkBarProps) {
  const client = useQueryClient()
  const { mayWrite } = useProjectRole(entity, project)
  const [deleting, setDeleting] = useState(false)
  const change = async (ids: readonly string[], body: Omit<RunsBulk, "run_ids">) => {
    for (const run_ids of chunks([...ids], MOST_AT_ONCE)) await api.bulkRuns(entity, project, { ...body, run_ids })
  }
  const restore = useRestore(entity, project, change)
  const run = useMutation({
    mutationFn: async (body: Omit<RunsBulk, "run_ids">) => {
      const ids = [...selected]
      await change(ids, body)
      return ids
    },
    onSuccess: (ids, body) => {
      const undo = body.action === "delete" ? { label: "Undo", run: () => restore.mutate(ids) } : undefined
      toast.info(doneText(body, plural(ids.length, "run")), undo)
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
      {mayWrite && <TagButton onTag={(action, tag) => run.mutate({ action, tag })} />}
      {onCompare !== undefined && (
        <Button
          size="sm"
          variant="ghost"
          icon="columns"
          disabled={!onCompare}
          title={onCompare ? "Compare them (d)" : "Select two to twelve runs to compare them"}
          onClick={onCompare ?? undefined}
        >
          Compare
        </Button>
      )}
      {mayWrite && (
        <>
          <Button size="sm" variant="ghost" icon="stop" onClick={() => run.mutate({ action: "stop" })}>
            Stop
          </Button>
          <Button size="sm" variant="ghost" icon="trash" onClick={() => setDeleting(true)}>
            Delete
          </Button>
        </>
      )}
      <span className="flex-1" />
      <Button size="sm" variant="ghost" onClick={onClear}>
        Clear
      </Button>
      <Confirm
        open={deleting}
        danger
        busy={run.isPending}
        title={`Delete ${count}?`}
        description="They are gone from tables and charts at once. What they logged is kept for some days, and can be brought back until then."
        action={`Delete ${count}`}
        onClose={() => setDeleting(false)}
        onConfirm={() => run.mutate({ action: "delete" })}
      />
    </div>
  )
}

/** Takes a deletion back. */
function useRestore(
  entity: string,
  project: string,
  change: (ids: readonly string[], body: Omit<RunsBulk, "run_ids">) => Promise<void>,
) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (ids: readonly string[]) => change(ids, { action: "restore" }),
    onSuccess: (_answer, ids) => {
      toast.info(`${plural(ids.length, "run")} brought back.`)
      void client.invalidateQueries({ queryKey: ["runs", entity, project] })
    },
    onError: (error) => toast.error(errorMessage(error)),
  })
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
