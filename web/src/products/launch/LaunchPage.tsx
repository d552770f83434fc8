import { useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { useState } from "react"
import { launchAgentsQuery, queuesQuery, useProjectRole } from "@/api"
import { plural } from "@/lib/format"
import { Button } from "@/ui/Button"
import { useCommands } from "@/ui/commands"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { SkeletonRows } from "@/ui/Skeleton"
import { useUrlState } from "@/ui/useUrlState"
import { AgentList } from "./AgentList"
import { NewQueueDialog } from "./NewQueueDialog"
import { QueueItems } from "./QueueItems"
import { QueueList } from "./QueueList"
import { firstLaunch, keepsQueues } from "./snippets"
import { useLiveLaunch } from "./useLiveLaunch"

interface LaunchPageProps {
  entity: string
  project: string
}

/** The launch queues of a project, what waits in the chosen one, and the agents that serve them. */
export function LaunchPage({ entity, project }: LaunchPageProps) {
  const [creating, setCreating] = useState(false)
  const { mayWrite } = useProjectRole(entity, project)
  const [url, change] = useUrlState()
  const queues = useQuery(queuesQuery(entity, project))
  const agents = useQuery(launchAgentsQuery(entity, project))
  useLiveLaunch(entity, project)
  const found = queues.data?.queues ?? []
  const chosen = found.find((queue) => queue.name === url.queue) ?? found[0]
  const open = mayWrite ? () => setCreating(true) : undefined
  useCommands(open ? [{ group: "Launch", label: "New queue…", keys: "n", icon: "plus", run: open }] : [])
  const create = open && (
    <Button size="sm" variant="primary" icon="plus" onClick={open}>
      New queue
    </Button>
  )
  return (
    <div className="mx-auto max-w-6xl space-y-6 px-4 py-5">
      {creating && <NewQueueDialog entity={entity} project={project} onClose={() => setCreating(false)} />}
      {queues.isPending && <SkeletonRows rows={6} />}
      {queues.error && !queues.data && (
        <ErrorState error={queues.error} title="The queues could not be loaded" onRetry={() => void queues.refetch()} />
      )}
      {queues.data && !chosen && <NoQueues entity={entity} project={project} onCreate={open} />}
      {chosen && (
        <>
          <section aria-label="Queues">
            <header className="mb-3 flex items-center gap-3">
              <h1 className="font-semibold text-lg">Launch queues</h1>
              <span className="num flex-1 text-ink-3 text-sm">{plural(found.length, "queue")}</span>
              {create}
            </header>
            <QueueList queues={found} chosen={chosen.name} onChoose={(queue) => change({ queue })} />
          </section>
          <QueueItems key={chosen.name} entity={entity} project={project} queue={chosen} />
          <AgentList entity={entity} project={project} agents={agents.data?.agents} queue={chosen.name} />
        </>
      )}
    </div>
  )
}

function NoQueues({ entity, project, onCreate }: LaunchPageProps & { onCreate?: () => void }) {
  const elsewhere = !keepsQueues(project) && (
    <p className="text-ink-3 text-sm">
      wandb's commands keep the queues of {entity} in{" "}
      <Link
        to="/$entity/$project/launch"
        params={{ entity, project: "model-registry" }}
        className="text-accent underline"
      >
        model-registry
      </Link>
      .
    </p>
  )
  return (
    <EmptyState
      icon="launch"
      title="No launch queues here"
      text="A queue holds runs to start; an agent on any machine takes the next one and runs it."
      snippet={firstLaunch(window.location.origin, entity, keepsQueues(project) ? "<project>" : project)}
    >
      {onCreate && (
        <Button icon="plus" onClick={onCreate}>
          New queue here
        </Button>
      )}
      {elsewhere}
    </EmptyState>
  )
}
