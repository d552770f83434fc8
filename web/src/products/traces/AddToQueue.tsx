import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import { queuesApi } from "@/api/traces"
import { plural } from "@/lib/format"
import { Button } from "@/ui/Button"
import { Menu, type MenuEntry } from "@/ui/Menu"
import { toast } from "@/ui/toasts"

interface AddToQueueProps {
  entity: string
  project: string
  spanIds: readonly string[]
}

/** Put spans into an annotation queue. */
export function AddToQueue({ entity, project, spanIds }: AddToQueueProps) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const queryKey = ["queues", entity, project]
  const queues = useQuery({ queryKey, queryFn: ({ signal }) => queuesApi.list(entity, project, signal) })
  const add = async (queue: string, name: string) => {
    try {
      const { added } = await queuesApi.add(entity, project, queue, [...spanIds])
      toast.info(added ? `${plural(added, "span")} added to ${name}` : `All of it is in ${name} already`)
      await client.invalidateQueries({ queryKey })
    } catch (error) {
      toast.error(error)
    }
  }
  const entries: MenuEntry[] = (queues.data ?? []).map((queue) => ({
    label: queue.name,
    icon: "plus",
    onSelect: () => void add(queue.queue_id, queue.name),
  }))
  const toQueues = () =>
    void navigate({ to: "/$entity/$project/traces", params: { entity, project }, search: { show: "queues" } } as never)
  return (
    <Menu
      align="end"
      trigger={
        <Button size="sm" variant="ghost" icon="plus">
          Queue
        </Button>
      }
      entries={[
        { heading: "Put into an annotation queue" },
        ...entries,
        "separator",
        { label: "Annotation queues…", icon: "edit", onSelect: toQueues },
      ]}
    />
  )
}
