import { Link } from "@tanstack/react-router"
import type { RunLink } from "@/api/artifacts"
import { StateDot } from "@/ui/StateDot"

/** A run as a link, with its state. */
export function RunName({ run, item }: { run: RunLink; item?: boolean }) {
  return (
    <Link
      to="/$entity/$project/runs/$run"
      params={{ entity: run.entity, project: run.project, run: run.run_id }}
      title={`${run.display_name} (${run.run_id})`}
      data-item={item || undefined}
      className="inline-flex min-w-0 max-w-full items-center gap-1.5 hover:underline"
    >
      <StateDot state={run.state} className="shrink-0" />
      <span className="truncate">{run.display_name}</span>
    </Link>
  )
}
