import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type AgentOfProject, type LaunchAgent, launchApi, launchKey, useProjectRole } from "@/api"
import { cx } from "@/lib/classNames"
import { Button } from "@/ui/Button"
import { Snippet } from "@/ui/EmptyState"
import { RelativeTime } from "@/ui/RelativeTime"
import { StateDot } from "@/ui/StateDot"
import { agentCommand } from "./snippets"

interface AgentListProps {
  entity: string
  agents: AgentOfProject[]
  queue: string
}

const isGone = (agent: LaunchAgent) => agent.status === "gone" || agent.status === "killed"

/** The processes that start the runs; those that have gone come last and stay for a while. */
export function AgentList({ entity, agents, queue }: AgentListProps) {
  const sorted = [...agents].sort((a, b) => Number(isGone(a.agent)) - Number(isGone(b.agent)))
  return (
    <section aria-label="Agents" className="space-y-3">
      <h2 className="font-semibold">Agents</h2>
      {sorted.length > 0 && (
        <div className="overflow-x-auto rounded-lg border border-line bg-surface">
          <table className="w-full text-left">
            <thead className="border-line border-b text-ink-3 text-sm">
              <tr>
                <th className="h-8 px-4 font-normal">Agent</th>
                <th className="px-2 font-normal">State</th>
                <th className="px-2 font-normal">Host</th>
                <th className="px-2 font-normal">Queues</th>
                <th className="px-2 text-right font-normal">Heard</th>
                <th className="w-20 px-4">
                  <span className="sr-only">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {sorted.map(({ project, agent }) => (
                <AgentLine key={agent.agent_number} entity={entity} project={project} agent={agent} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="text-ink-2">{sorted.some(({ agent }) => !isGone(agent)) ? "Start another one:" : "Start one:"}</p>
      <Snippet code={agentCommand(entity, queue)} />
    </section>
  )
}

function AgentLine({ entity, project, agent }: { entity: string } & AgentOfProject) {
  const client = useQueryClient()
  const { mayWrite } = useProjectRole(entity, project)
  const stop = useMutation({
    mutationFn: () => launchApi.stopAgent(entity, project, agent.agent_number),
    onSettled: () => client.invalidateQueries({ queryKey: launchKey(entity, project) }),
  })
  return (
    <tr className={cx("row border-line not-first:border-t", isGone(agent) && "text-ink-3")}>
      <td className="max-w-64 truncate px-4" title={agent.version ?? undefined}>
        {agent.name}
      </td>
      <td className="px-2">
        <StateDot state={agent.status} withWord />
      </td>
      <td className="max-w-48 truncate px-2">{agent.host}</td>
      <td className="max-w-64 truncate px-2">{agent.queues.join(", ")}</td>
      <td className="px-2 text-right text-ink-3 text-sm">
        <RelativeTime at={agent.heartbeat_at} />
      </td>
      <td className="px-4 text-right">
        {mayWrite && !isGone(agent) && (
          <Button
            size="sm"
            disabled={agent.stop_requested || stop.isPending}
            onClick={() => stop.mutate()}
            aria-label={`Stop ${agent.name}`}
          >
            {agent.stop_requested ? "Stopping" : "Stop"}
          </Button>
        )}
      </td>
    </tr>
  )
}
