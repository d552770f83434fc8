import { useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { useState } from "react"
import { launchAgentsQuery, queuesQuery, useProjectRole } from "@/api"
import { Button } from "@/ui/Button"
import { useCommands } from "@/ui/commands"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { SkeletonRows } from "@/ui/Skeleton"
import { useUrlState } from "@/ui/useUrlState"
import { LaunchBoard } from "./LaunchBoard"
import { NewQueueButton } from "./NewQueueButton"
import { QueueDialog } from "./QueueDialog"
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
  const [, change] = useUrlState()
  const queues = useQuery(queuesQuery(entity, project))
  const agents = useQuery(launchAgentsQuery(entity, project))
  useLiveLaunch(entity, project)
  const found = (queues.data?.queues ?? []).map((queue) => ({ project, queue }))
  const open = mayWrite ? () => setCreating(true) : undefined
  useCommands(open ? [{ group: "Launch", label: "New queue…", keys: "n", icon: "plus", run: open }] : [])
  return (
    <div className="mx-auto max-w-6xl space-y-6 px-4 py-5">
      {creating && (
        <QueueDialog
          entity={entity}
          project={project}
          onDone={(queue) => change({ queue: queue.name })}
          onClose={() => setCreating(false)}
        />
      )}
      {queues.isPending && <SkeletonRows rows={6} />}
      {queues.error && !queues.data && (
        <ErrorState error={queues.error} title="The queues could not be loaded" onRetry={() => void queues.refetch()} />
      )}
      {queues.data && found.length === 0 && <NoQueues entity={entity} project={project} onCreate={open} />}
      {found.length > 0 && (
        <LaunchBoard
          entity={entity}
          queues={found}
          agents={(agents.data?.agents ?? []).map((agent) => ({ project, agent }))}
          action={open && <NewQueueButton onClick={open} />}
        />
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
