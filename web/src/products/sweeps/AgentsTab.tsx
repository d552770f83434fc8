import { Link } from "@tanstack/react-router"
import type { SweepAgent, SweepDetail, SweepPath } from "@/api"
import { EmptyState, Snippet } from "@/ui/EmptyState"
import { RelativeTime } from "@/ui/RelativeTime"
import { StateDot } from "@/ui/StateDot"
import { agentCommand } from "./snippets"
import { isOver } from "./useSweep"

/** The processes that ask for runs. */
export function AgentsTab({ at, sweep }: { at: SweepPath; sweep: SweepDetail }) {
  const command = agentCommand(at.entity, at.project, at.sweep)
  if (sweep.agents.length === 0) {
    return (
      <EmptyState
        icon="monitor"
        title={isOver(sweep.state) ? "No agent worked on this sweep" : "No agent yet"}
        text="An agent asks for settings, runs the program with them, and asks again. Start as many as you have machines."
        snippet={`export WANDB_BASE_URL=${window.location.origin}\n${command}`}
      />
    )
  }
  return (
    <div className="mx-auto max-w-4xl space-y-4 p-4">
      <table className="w-full overflow-hidden rounded-lg border border-line bg-surface text-left">
        <thead className="border-line border-b text-ink-3 text-sm">
          <tr>
            <th className="h-8 px-4 font-normal">Agent</th>
            <th className="px-2 font-normal">State</th>
            <th className="px-2 font-normal">Host</th>
            <th className="px-2 font-normal">Run</th>
            <th className="px-4 text-right font-normal">Heartbeat</th>
          </tr>
        </thead>
        <tbody>
          {sweep.agents.map((agent) => (
            <AgentLine key={agent.agent_id} at={at} agent={agent} />
          ))}
        </tbody>
      </table>
      {!isOver(sweep.state) && (
        <section aria-label="Start another agent">
          <h2 className="mb-1.5 text-ink-2">Start another agent</h2>
          <Snippet code={command} />
        </section>
      )}
    </div>
  )
}

function AgentLine({ at, agent }: { at: SweepPath; agent: SweepAgent }) {
  return (
    <tr className="row border-line not-first:border-t">
      <td className="max-w-64 truncate px-4" title={agent.agent_id}>
        {agent.name || agent.agent_id}
      </td>
      <td className="px-2">
        <StateDot state={agent.state.toLowerCase()} withWord />
      </td>
      <td className="max-w-48 truncate px-2 text-ink-2">{agent.host ?? "–"}</td>
      <td className="px-2">
        {agent.run_id ? (
          <Link
            to="/$entity/$project/runs/$run"
            params={{ entity: at.entity, project: at.project, run: agent.run_id }}
            className="font-mono text-accent text-sm hover:underline"
          >
            {agent.run_id}
          </Link>
        ) : (
          <span className="text-ink-3">–</span>
        )}
      </td>
      <td className="px-4 text-right text-ink-3">
        <RelativeTime at={agent.heartbeat_at} />
      </td>
    </tr>
  )
}
