import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { api, entityLaunchQuery, projectsQuery, sessionQuery } from "@/api"
import { Button } from "@/ui/Button"
import { useCommands } from "@/ui/commands"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { Select } from "@/ui/Select"
import { SkeletonRows } from "@/ui/Skeleton"
import { useUrlState } from "@/ui/useUrlState"
import { addressOf, LaunchBoard } from "./LaunchBoard"
import { NewQueueButton } from "./NewQueueButton"
import { QueueDialog } from "./QueueDialog"
import { firstLaunch, QUEUES_OF_COMMANDS } from "./snippets"

/** All that is launched for one user or team: the queues of its projects and their agents. */
export function EntityLaunchPage() {
  const session = useQuery(sessionQuery)
  const [url, change] = useUrlState()
  if (!session.data) return <SkeletonRows rows={6} className="mx-auto max-w-6xl px-4 py-5" />
  const own = session.data.user.entity
  const teams = session.data.teams.filter((team) => team.kind === "team" && team.name !== own)
  const names = [...new Set([own, ...teams.map((team) => team.name), ...(url.entity ? [url.entity] : [])])]
  const entity = url.entity ?? own
  const mayWrite = entity === own || teams.some((team) => team.name === entity && team.role !== "viewer")
  return (
    <div className="mx-auto max-w-6xl space-y-6 px-4 py-5">
      {names.length > 1 && (
        <Select
          label="Whose queues"
          value={entity}
          options={names.map((value) => ({ value, label: value }))}
          onChange={(name) => change({ entity: name, queue: null })}
        />
      )}
      <Board key={entity} entity={entity} mayWrite={mayWrite} />
    </div>
  )
}

/** Makes the project in which wandb's commands look for queues, where it is not there yet. */
function useProjectOfQueues(entity: string) {
  const client = useQueryClient()
  return async () => {
    const projects = await client.fetchQuery(projectsQuery)
    if (projects.some((one) => one.entity === entity && one.name === QUEUES_OF_COMMANDS)) return
    await api.createProject({ entity, name: QUEUES_OF_COMMANDS })
    await client.invalidateQueries({ queryKey: projectsQuery.queryKey })
  }
}

function Board({ entity, mayWrite }: { entity: string; mayWrite: boolean }) {
  const [creating, setCreating] = useState(false)
  const [, change] = useUrlState()
  const found = useQuery(entityLaunchQuery(entity))
  const prepare = useProjectOfQueues(entity)
  const create = mayWrite ? () => setCreating(true) : undefined
  useCommands(create ? [{ group: "Launch", label: "New queue…", keys: "n", icon: "plus", run: create }] : [])
  if (found.error && !found.data) {
    return (
      <ErrorState error={found.error} title="The queues could not be loaded" onRetry={() => void found.refetch()} />
    )
  }
  if (!found.data) return <SkeletonRows rows={6} />
  return (
    <>
      {creating && (
        <QueueDialog
          entity={entity}
          project={QUEUES_OF_COMMANDS}
          prepare={prepare}
          onDone={(queue) => change({ queue: addressOf({ project: QUEUES_OF_COMMANDS, queue }, true) })}
          onClose={() => setCreating(false)}
        />
      )}
      {found.data.queues.length > 0 ? (
        <LaunchBoard
          {...found.data}
          entity={entity}
          showProject
          action={create && <NewQueueButton onClick={create} />}
        />
      ) : (
        <EmptyState
          icon="launch"
          title={`No launch queues of ${entity}`}
          text="A queue holds runs to start; an agent on any machine takes the next one and runs it."
          snippet={firstLaunch(window.location.origin, entity, "<project>")}
        >
          {create && (
            <Button icon="plus" onClick={create}>
              New queue
            </Button>
          )}
        </EmptyState>
      )}
    </>
  )
}
