import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type LaunchAgent, launchApi, launchKey, useProjectRole } from "@/api"
import { cx } from "@/lib/classNames"
import { Button } from "@/ui/Button"
import { Snippet } from "@/ui/EmptyState"
import { RelativeTime } from "@/ui/RelativeTime"
import { StateDot } from "@/ui/StateDot"
import { agentCommand } from "./snippets"

interface AgentListProps {
  entity: string
  project: string
  agents: LaunchAgent[] | undefined
  queue: string
}

const isGone = (agent: LaunchAgent) => agent.status === "gone" || agent.status === "killed"

/** The processes that start the runs; those that have gone come last and stay for a while. */
export function AgentList({ entity, project, agents, queue }: AgentListProps) {
  const client = useQueryClient()
  const { mayWrite } = useProjectRole(entity, project)
  const stop = useMutation({
    mutationFn: (agent: number) => launchApi.stopAgent(entity, project, agent),
    onSettled: () => client.invalidateQueries({ queryKey: launchKey(entity, project) }),
  })
  const sorted = [...(agents ?? [])].sort((a, b) => Number(isGone(a)) - Number(isGone(b)))
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
              {sorted.map((agent) => (
                <AgentLine
                  key={agent.agent_number}
                  agent={agent}
                  onStop={mayWrite ? () => stop.mutate(agent.agent_number) : undefined}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="text-ink-2">{sorted.some((agent) => !isGone(agent)) ? "Start another one:" : "Start one:"}</p>
      <Snippet code={agentCommand(entity, queue)} />
    </section>
  )
}

function AgentLine({ agent, onStop }: { agent: LaunchAgent; onStop?: () => void }) {
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
        {onStop && !isGone(agent) && (
          <Button size="sm" disabled={agent.stop_requested} onClick={onStop} aria-label={`Stop ${agent.name}`}>
            {agent.stop_requested ? "Stopping" : "Stop"}
          </Button>
        )}
      </td>
    </tr>
  )
}
