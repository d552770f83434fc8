import type { ReactNode } from "react"
import type { AgentOfProject, QueueOfProject } from "@/api"
import { plural } from "@/lib/format"
import { useUrlState } from "@/ui/useUrlState"
import { AgentList } from "./AgentList"
import { QueueItems } from "./QueueItems"
import { QueueList } from "./QueueList"

interface LaunchBoardProps {
  entity: string
  /** At least one. */
  queues: QueueOfProject[]
  agents: AgentOfProject[]
  /** They are of several projects. */
  showProject?: boolean
  action?: ReactNode
}

/** Queues, what waits in the chosen one, and the agents that serve them. */
export function LaunchBoard({ entity, queues, agents, showProject = false, action }: LaunchBoardProps) {
  const [url, change] = useUrlState()
  const chosen = queues.find((one) => addressOf(one, showProject) === url.queue) ?? queues[0]
  return (
    <>
      <section aria-label="Queues">
        <header className="mb-3 flex items-center gap-3">
          <h1 className="font-semibold text-lg">Launch queues</h1>
          <span className="num flex-1 text-ink-3 text-sm">{plural(queues.length, "queue")}</span>
          {action}
        </header>
        <QueueList
          queues={queues}
          chosen={chosen}
          showProject={showProject}
          onChoose={(one) => change({ queue: addressOf(one, showProject) })}
        />
      </section>
      <QueueItems key={addressOf(chosen, true)} entity={entity} project={chosen.project} queue={chosen.queue} />
      <AgentList entity={entity} agents={agents} queue={chosen.queue.name} />
    </>
  )
}

/** A queue as the page's address names it. */
export const addressOf = ({ project, queue }: QueueOfProject, withProject: boolean) =>
  withProject ? `${project}/${queue.name}` : queue.name
