import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import { useState } from "react"
import { type Queue, queuesApi } from "@/api/traces"
import { plural } from "@/lib/format"
import { Button, IconButton } from "@/ui/Button"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { Input } from "@/ui/Input"
import { RelativeTime } from "@/ui/RelativeTime"
import { SkeletonRows } from "@/ui/Skeleton"
import { toast } from "@/ui/toasts"

interface QueueTableProps {
  entity: string
  project: string
}

/** Lists of spans that people judge one after the other. */
export function QueueTable({ entity, project }: QueueTableProps) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const queryKey = ["queues", entity, project]
  const list = useQuery({ queryKey, queryFn: ({ signal }) => queuesApi.list(entity, project, signal) })
  const work = async (queue: Queue) => {
    const { items } = await queuesApi.get(entity, project, queue.queue_id)
    const next = items.find((item) => item.state === "unstarted" || item.state === "in_progress")
    if (!next) {
      toast.info("Everything in this queue is done")
      return
    }
    const search = { queue: queue.queue_id, item: next.item_id, span: next.span_id }
    await navigate({
      to: "/$entity/$project/traces/$trace",
      params: { entity, project, trace: next.trace_id },
      search,
    } as never)
  }
  const change = (done: Promise<unknown>) =>
    void done.then(() => client.invalidateQueries({ queryKey })).catch((error: Error) => toast.error(error.message))
  if (list.isPending) return <SkeletonRows rows={6} className="p-4" />
  if (!list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  return (
    <div className="min-h-0 flex-1 overflow-auto">
      <NewQueue onCreate={(name) => change(queuesApi.create(entity, project, name))} />
      {list.data.length === 0 ? (
        <EmptyState
          icon="check"
          title="No annotation queues"
          text="Make one, then put spans into it from a trace. Queues that Weave's clients make are here as well."
        />
      ) : (
        <ul>
          {list.data.map((queue) => (
            <QueueLine
              key={queue.queue_id}
              queue={queue}
              onWork={() => void work(queue)}
              onDelete={() => change(queuesApi.remove(entity, project, queue.queue_id))}
            />
          ))}
        </ul>
      )}
    </div>
  )
}

function NewQueue({ onCreate }: { onCreate: (name: string) => void }) {
  const [name, setName] = useState("")
  return (
    <form
      className="flex items-center gap-2 border-line border-b px-4 py-2"
      onSubmit={(event) => {
        event.preventDefault()
        onCreate(name.trim())
        setName("")
      }}
    >
      <span className="w-64">
        <Input
          size="sm"
          aria-label="Name of a new queue"
          placeholder="Name of a new queue"
          maxLength={256}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </span>
      <Button size="sm" type="submit" icon="plus" disabled={!name.trim()}>
        New queue
      </Button>
    </form>
  )
}

function QueueLine({ queue, onWork, onDelete }: { queue: Queue; onWork: () => void; onDelete: () => void }) {
  const share = queue.items ? queue.done / queue.items : 0
  return (
    <li className="flex items-center gap-4 border-line border-b px-4 py-2">
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{queue.name}</span>
        <span className="block truncate text-ink-3 text-sm">
          {queue.description || `by ${queue.created_by}`} · <RelativeTime at={queue.created_at} />
        </span>
      </span>
      <span aria-hidden="true" className="hidden h-1.5 w-32 overflow-hidden rounded bg-sunken md:block">
        <span className="block h-full bg-accent" style={{ width: `${share * 100}%` }} />
      </span>
      <span className="num w-32 text-right text-sm">
        {queue.done} of {plural(queue.items, "item")}
      </span>
      <Button size="sm" icon="play" disabled={queue.items === 0} onClick={onWork}>
        Work through
      </Button>
      <IconButton icon="trash" label={`Delete ${queue.name}`} onClick={onDelete} />
    </li>
  )
}
