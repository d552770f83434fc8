import { useQueryClient } from "@tanstack/react-query"
import { useLive } from "@/live"
import { useLater } from "@/ui/useLater"
import type { RunSet } from "../document/runSets"

const REFETCH_MS = 2000

/** What all questions of report panels about a project begin with. */
export const linesKey = ({ entity, project }: Pick<RunSet, "entity" | "project">) => ["report panels", entity, project]

/** Runs that are created, go on or end: the panels that show them are asked for again soon. */
export function LiveRuns({ entity, project }: { entity: string; project: string }) {
  const client = useQueryClient()
  const refetch = useLater(() => void client.invalidateQueries({ queryKey: linesKey({ entity, project }) }), REFETCH_MS)
  useLive({ kind: "runs", entity, project }, refetch, refetch)
  return null
}
