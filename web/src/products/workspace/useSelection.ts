import { useCallback, useMemo, useRef, useState } from "react"
import type { RunRow } from "@/api"

export interface Selection {
  ids: ReadonlySet<string>
  toggle: (runId: string, range?: boolean) => void
  selectAll: (all: boolean) => void
  clear: () => void
}

/** The runs that bulk actions work on. A range goes from the run that was chosen last. */
export function useSelection(runs: readonly RunRow[]): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const latest = useRef(runs)
  latest.current = runs
  const last = useRef<string | null>(null)
  const toggle = useCallback((runId: string, range = false) => {
    const from = range ? last.current : null
    last.current = runId
    setIds((current) => (from === null ? flipped(current, runId) : withRange(current, latest.current, from, runId)))
  }, [])
  const selectAll = useCallback(
    (all: boolean) => setIds(new Set(all ? latest.current.map((run) => run.run_id) : [])),
    [],
  )
  const clear = useCallback(() => setIds(new Set()), [])
  return useMemo(() => ({ ids, toggle, selectAll, clear }), [ids, toggle, selectAll, clear])
}

function flipped(set: ReadonlySet<string>, member: string): ReadonlySet<string> {
  const next = new Set(set)
  if (!next.delete(member)) next.add(member)
  return next
}

/** With all runs between two of them, both included. */
export function withRange(
  set: ReadonlySet<string>,
  runs: readonly { run_id: string }[],
  from: string,
  to: string,
): ReadonlySet<string> {
  const places = [from, to].map((id) => runs.findIndex((run) => run.run_id === id)).sort((one, other) => one - other)
  if (places[0] < 0) return flipped(set, to)
  return new Set([...set, ...runs.slice(places[0], places[1] + 1).map((run) => run.run_id)])
}
