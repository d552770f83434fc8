import { useQuery, useQueryClient } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { api } from "@/api"
import { type LiveEvent, useLive } from "@/live"
import { StateDot } from "@/ui/StateDot"
import { railItem } from "./Rail"

const SHOWN = 8

interface RailRunningProps {
  entity: string
  project: string
}

/** The runs of this project that run now, newest first. */
export function RailRunning({ entity, project }: RailRunningProps) {
  const queryClient = useQueryClient()
  const queryKey = ["running", entity, project]
  const running = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      api.searchRuns(
        entity,
        project,
        { filter: { field: "state", op: "eq", value: "running" }, columns: [], limit: SHOWN },
        signal,
      ),
  })
  const refresh = () => void queryClient.invalidateQueries({ queryKey })
  useLive(
    { kind: "runs", entity, project },
    (event) => {
      if (isStale(event, running.data?.runs)) refresh()
    },
    refresh,
  )
  const runs = running.data?.runs ?? []
  if (runs.length === 0) return null
  return (
    <section aria-label="Running now" className="mt-4 pb-2">
      <h2 className="flex justify-between px-2 pb-1 text-ink-3 text-xs">
        Running now <span className="num">{running.data?.total}</span>
      </h2>
      {runs.map((run) => (
        <Link
          key={run.run_id}
          to="/$entity/$project/runs/$run"
          params={{ entity, project, run: run.run_id }}
          title={run.display_name}
          className={railItem(false)}
          activeProps={{ className: railItem(true) }}
        >
          <span className="flex w-3.5 justify-center">
            <StateDot state={run.state} />
          </span>
          <span className="min-w-0 flex-1 truncate">{run.display_name}</span>
        </Link>
      ))}
    </section>
  )
}

/** Most run events are new summaries; only a change of state or name concerns this list. */
function isStale(event: LiveEvent, shown: { run_id: string; display_name: string }[] = []): boolean {
  if (event.kind !== "run") return event.kind === "reset"
  const known = shown.find((run) => run.run_id === event.data.run.run_id)
  const runs = event.data.run.state === "running" && event.data.change !== "deleted"
  return runs ? known?.display_name !== event.data.run.display_name : known !== undefined
}
