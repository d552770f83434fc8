import { Link } from "@tanstack/react-router"
import { useRef } from "react"
import type { SweepRow } from "@/api"
import { NumberText } from "@/ui/NumberText"
import { RelativeTime } from "@/ui/RelativeTime"
import { StateDot } from "@/ui/StateDot"
import { useFocusList } from "@/ui/useFocusList"
import { SweepProgress } from "./SweepProgress"

interface SweepTableProps {
  entity: string
  project: string
  sweeps: SweepRow[]
  search: string
}

const COLUMNS =
  "grid grid-cols-[minmax(0,1fr)_96px_110px] items-center gap-x-5 px-4 md:grid-cols-[minmax(0,1.6fr)_96px_minmax(120px,1fr)_minmax(110px,1fr)_minmax(120px,1fr)_90px]"

export function SweepTable({ entity, project, sweeps, search }: SweepTableProps) {
  const list = useRef<HTMLUListElement>(null)
  useFocusList(list, "Sweeps")
  if (sweeps.length === 0) return <p className="py-8 text-center text-ink-3">No sweep fits “{search}”.</p>
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <div aria-hidden="true" className={`${COLUMNS} h-8 border-line border-b text-ink-3 text-sm`}>
        <span>Name</span>
        <span>State</span>
        <span>Runs</span>
        <span className="hidden md:block">Method</span>
        <span className="hidden md:block">Best so far</span>
        <span className="hidden text-right md:block">Updated</span>
      </div>
      <ul ref={list}>
        {sweeps.map((sweep) => (
          <SweepLine key={sweep.sweep_id} entity={entity} project={project} sweep={sweep} />
        ))}
      </ul>
    </div>
  )
}

function SweepLine({ entity, project, sweep }: { entity: string; project: string; sweep: SweepRow }) {
  return (
    <li className="border-line not-first:border-t">
      <Link
        data-item
        to="/$entity/$project/sweeps/$sweep"
        params={{ entity, project, sweep: sweep.sweep_id }}
        className={`${COLUMNS} -outline-offset-2 py-2 hover:bg-hover`}
      >
        <span className="min-w-0">
          <span className="block truncate font-medium">{sweep.display_name}</span>
          <span className="block truncate text-ink-3 text-sm">
            <span className="font-mono text-xs">{sweep.sweep_id}</span>
            {sweep.user && ` by ${sweep.user}`}
          </span>
        </span>
        <StateDot state={sweep.state} withWord className="text-sm" />
        <SweepProgress sweep={sweep} />
        <span className="hidden min-w-0 text-sm md:block">
          <span className="block truncate">{sweep.method}</span>
          {sweep.metric && (
            <span className="block truncate text-ink-3" title={`${sweep.metric.goal} ${sweep.metric.name}`}>
              {sweep.metric.goal === "maximize" ? "↑" : "↓"} {sweep.metric.name}
            </span>
          )}
        </span>
        <span className="hidden min-w-0 text-sm md:block">
          {sweep.best_run ? (
            <>
              <NumberText value={sweep.best_run.value} className="block font-medium" />
              <span className="block truncate text-ink-3">{sweep.best_run.display_name}</span>
            </>
          ) : (
            <span className="text-ink-3">–</span>
          )}
        </span>
        <span className="hidden text-right text-ink-3 text-sm md:block">
          <RelativeTime at={sweep.updated_at} />
        </span>
      </Link>
    </li>
  )
}
