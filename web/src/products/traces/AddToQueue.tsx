import { useQuery, useQueryClient } from "@tanstack/react-query"
import { queuesApi, type SpanRow, type TracePath } from "@/api/traces"
import { Button } from "@/ui/Button"
import { Menu, type MenuEntry } from "@/ui/Menu"
import { toast } from "@/ui/toasts"

/** Put a span into an annotation queue. */
export function AddToQueue({ at, span }: { at: TracePath; span: SpanRow }) {
  const { entity, project } = at
  const client = useQueryClient()
  const queryKey = ["queues", entity, project]
  const queues = useQuery({ queryKey, queryFn: ({ signal }) => queuesApi.list(entity, project, signal) })
  const add = async (queue: string, name: string) => {
    try {
      const { added } = await queuesApi.add(entity, project, queue, [span.span_id])
      toast.info(added ? `Added to ${name}` : `It is in ${name} already`)
      await client.invalidateQueries({ queryKey })
    } catch (error) {
      toast.error((error as Error).message)
    }
  }
  const entries: MenuEntry[] = (queues.data ?? []).map((queue) => ({
    label: queue.name,
    icon: "plus",
    onSelect: () => void add(queue.queue_id, queue.name),
  }))
  if (entries.length === 0) return null
  return (
    <Menu
      align="end"
      trigger={
        <Button size="sm" variant="ghost" icon="plus">
          Queue
        </Button>
      }
      entries={[{ heading: "Put this span into a queue" }, ...entries]}
    />
  )
}
