import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import { queuesApi, type TracePath } from "@/api/traces"
import { Button } from "@/ui/Button"
import { useCommands } from "@/ui/commands"
import { toast } from "@/ui/toasts"

/** Above a trace that is looked at as an item of a queue: say that it is done, go to the next. */
export function QueueBar({ at, queue, item }: { at: TracePath; queue: string; item: string }) {
  const { entity, project } = at
  const client = useQueryClient()
  const navigate = useNavigate()
  const queryKey = ["queue", entity, project, queue]
  const found = useQuery({ queryKey, queryFn: ({ signal }) => queuesApi.get(entity, project, queue, signal) })
  const items = found.data?.items ?? []
  const place = items.findIndex((one) => one.item_id === item)
  const leave = () =>
    void navigate({ to: "/$entity/$project/traces", params: { entity, project }, search: { show: "queues" } } as never)
  const step = async (state: "completed" | "skipped") => {
    try {
      await queuesApi.step(entity, project, queue, item, state)
    } catch (error) {
      toast.error((error as Error).message)
      return
    }
    void client.invalidateQueries({ queryKey: ["queues", entity, project] })
    await client.invalidateQueries({ queryKey })
    const open = (one: (typeof items)[number]) =>
      one.item_id !== item && (one.state === "unstarted" || one.state === "in_progress")
    const next = items.slice(place + 1).find(open) ?? items.find(open)
    if (!next) {
      toast.info("Everything in this queue is done")
      leave()
      return
    }
    const search = { queue, item: next.item_id, span: next.span_id }
    await navigate({
      to: "/$entity/$project/traces/$trace",
      params: { entity, project, trace: next.trace_id },
      search,
    } as never)
  }
  useCommands([
    { group: "Queue", label: "Done, go to the next", keys: "y", icon: "check", run: () => void step("completed") },
    { group: "Queue", label: "Skip, go to the next", keys: "n", run: () => void step("skipped") },
  ])
  if (!found.data) return null
  return (
    <div
      role="status"
      className="flex shrink-0 items-center gap-2 border-line border-b bg-accent-soft px-4 py-1 text-sm"
    >
      <span className="min-w-0 flex-1 truncate">
        <strong>{found.data.queue.name}</strong>
        <span className="num text-ink-2">
          {" "}
          · item {place + 1} of {items.length} · {found.data.queue.done} done
        </span>
      </span>
      <Button size="sm" icon="check" title="Done (y)" onClick={() => void step("completed")}>
        Done
      </Button>
      <Button size="sm" variant="ghost" title="Skip (n)" onClick={() => void step("skipped")}>
        Skip
      </Button>
      <Button size="sm" variant="ghost" onClick={leave}>
        All queues
      </Button>
    </div>
  )
}
