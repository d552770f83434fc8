import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { itemsQuery, type LaunchItem, type LaunchQueue, launchApi, launchKey, useProjectRole } from "@/api"
import { Button, IconButton } from "@/ui/Button"
import { Snippet } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { RelativeTime } from "@/ui/RelativeTime"
import { SkeletonRows } from "@/ui/Skeleton"
import { StateDot } from "@/ui/StateDot"
import { QueueHeader } from "./QueueHeader"
import { launchCommand, PRIORITIES } from "./snippets"

/** How `wandb launch-sweep` calls what it queues. */
const SCHEDULER = "placeholder-uri-scheduler"

interface QueueItemsProps {
  entity: string
  project: string
  queue: LaunchQueue
}

/** What waits in a queue and what became of it, the newest first. */
export function QueueItems({ entity, project, queue }: QueueItemsProps) {
  const client = useQueryClient()
  const { mayWrite } = useProjectRole(entity, project)
  const items = useInfiniteQuery(itemsQuery(entity, project, queue.name))
  const rows = items.data?.pages.flatMap((page) => page.items) ?? []
  const remove = useMutation({
    mutationFn: (item: number) => launchApi.deleteItem(entity, project, queue.name, item),
    onSettled: () => client.invalidateQueries({ queryKey: launchKey(entity, project) }),
  })
  return (
    <section aria-label={`Runs of ${queue.name}`}>
      <QueueHeader entity={entity} project={project} queue={queue} />
      {items.isPending && <SkeletonRows rows={4} />}
      {items.error && !items.data && (
        <ErrorState error={items.error} title="The queue could not be loaded" onRetry={() => void items.refetch()} />
      )}
      {items.data && rows.length === 0 && (
        <div className="space-y-2 text-ink-2">
          <p>Nothing waits here. Put a job in the queue:</p>
          <Snippet code={launchCommand(entity, project, queue.name)} />
        </div>
      )}
      {rows.length > 0 && (
        <div className="overflow-x-auto rounded-lg border border-line bg-surface">
          <table className="w-full text-left">
            <thead className="border-line border-b text-ink-3 text-sm">
              <tr>
                <th className="h-8 px-4 font-normal">State</th>
                <th className="px-2 font-normal">Job</th>
                {queue.prioritized && <th className="px-2 font-normal">Priority</th>}
                <th className="px-2 font-normal">Run</th>
                <th className="px-2 font-normal">Agent</th>
                <th className="px-2 font-normal">By</th>
                <th className="px-2 text-right font-normal">Queued</th>
                <th className="w-10 px-2">
                  <span className="sr-only">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((item) => (
                <ItemLine
                  key={item.item_number}
                  item={item}
                  prioritized={queue.prioritized}
                  onRemove={mayWrite ? remove.mutate : undefined}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {items.hasNextPage && (
        <div className="mt-3 flex justify-center">
          <Button disabled={items.isFetchingNextPage} onClick={() => void items.fetchNextPage()}>
            Show older runs
          </Button>
        </div>
      )}
    </section>
  )
}

interface ItemLineProps {
  item: LaunchItem
  prioritized: boolean
  onRemove?: (item: number) => void
}

function ItemLine({ item, prioritized, onRemove }: ItemLineProps) {
  return (
    <tr className="row border-line not-first:border-t">
      <td className="px-4">
        <StateDot state={item.state} withWord />
      </td>
      <td className="max-w-80 px-2">
        <span className="block truncate" title={item.job ?? undefined}>
          {item.job ?? nameOf(item.spec)}
        </span>
        {item.message && (
          <span className="block truncate text-danger text-sm" title={`${item.stage ?? ""}: ${item.message}`}>
            {item.message}
          </span>
        )}
      </td>
      {prioritized && <td className="px-2 text-ink-2 text-sm">{PRIORITIES[item.priority] ?? item.priority}</td>}
      <td className="px-2">
        {item.run ? (
          <Link
            to="/$entity/$project/runs/$run"
            params={{ entity: item.run.entity, project: item.run.project, run: item.run.run_id }}
            className="font-mono text-accent text-sm hover:underline"
          >
            {item.run.run_id}
          </Link>
        ) : (
          <span className="text-ink-3">–</span>
        )}
      </td>
      <td className="max-w-48 truncate px-2 text-ink-2 text-sm">{item.agent ?? "–"}</td>
      <td className="px-2 text-ink-2 text-sm">{item.user ?? "–"}</td>
      <td className="px-2 text-right text-ink-3 text-sm">
        <RelativeTime at={item.created_at} />
      </td>
      <td className="px-2 text-right">
        {onRemove && (
          <IconButton
            icon="close"
            label={item.state === "pending" ? "Take it out of the queue" : "Forget it; its run goes on"}
            onClick={() => onRemove(item.item_number)}
          />
        )}
      </td>
    </tr>
  )
}

/** What a run without a job is: the scheduler of a sweep, an image, or a command. */
function nameOf(spec: Record<string, unknown>): string {
  if (spec.uri === SCHEDULER) return `Scheduler of the sweep ${spec.run_id}`
  const docker = spec.docker as { docker_image?: string } | undefined
  return docker?.docker_image ?? String(spec.uri ?? "run")
}
