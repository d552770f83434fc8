import { keepPreviousData, useQueries, useQueryClient } from "@tanstack/react-query"
import { useCallback, useEffect, useMemo, useRef, useState } from "react"
import { api, groupsApi, type RunRow } from "@/api"
import { groupIdOf, TOP } from "@/lib/groups"
import { useLive } from "@/live"
import { isOwnColumn } from "../columns"
import { serverFilter, type TableState } from "../state"
import { joinFilters, type Level, linesOf, type OpenGroup, type TableLine } from "./groupTree"

const PAGE = 100
/** The most that the server gives at once. */
const MOST_RUNS = 500
const REFETCH_MS = 4000

export interface GroupTree {
  lines: TableLine[]
  /** The runs in opened groups, in their order. */
  runs: RunRow[]
  total: number | null
  error: Error | null
  retry: () => void
  toggle: (line: TableLine) => void
  loadMore: (groupId: string) => void
}

/** The groups of a project as the table asks for them, each opened one with what is in it. */
export function useGroupTree(entity: string, project: string, table: TableState): GroupTree {
  const by = table.group
  const [open, setOpen] = useState<ReadonlyMap<string, OpenGroup>>(new Map())
  const [limits, setLimits] = useState<ReadonlyMap<string, number>>(new Map())
  const byText = by.join("~")
  // biome-ignore lint/correctness/useExhaustiveDependencies: other keys make other groups
  useEffect(() => setOpen(new Map()), [byText])
  const nodes = useMemo(() => (by.length ? [{ values: [], filter: null }, ...open.values()] : []), [by.length, open])
  const base = useMemo(() => serverFilter(table), [table])
  useFreshGroups(entity, project, by.length > 0)
  const { levels, error, retry } = useQueries({
    queries: nodes.map(({ values, filter }) => {
      const limit = limits.get(groupIdOf(values)) ?? PAGE
      const level = { by: by.slice(values.length, values.length + 1), filter: joinFilters(base, filter), limit }
      return {
        queryKey: ["runs", entity, project, "groups", level, table.sort, table.columns],
        placeholderData: keepPreviousData,
        refetchOnWindowFocus: false,
        queryFn: ({ signal }: { signal: AbortSignal }): Promise<Level> => {
          if (level.by.length === 0) {
            const columns = table.columns.filter((column) => !isOwnColumn(column))
            const query = { filter: level.filter, sort: table.sort, columns, limit: Math.min(limit, MOST_RUNS) }
            return api.searchRuns(entity, project, query, signal)
          }
          const sort = table.sort[0] ?? null
          return groupsApi.list(entity, project, { ...level, columns: table.columns, sort }, signal)
        },
      }
    }),
    combine: (answers) => ({
      levels: new Map(answers.flatMap(({ data }, at) => (data ? [[groupIdOf(nodes[at].values), data] as const] : []))),
      error: answers.find((answer) => answer.error)?.error ?? null,
      retry: () => {
        for (const answer of answers) void answer.refetch()
      },
    }),
  })
  const lines = useMemo(() => (by.length ? linesOf(levels, open) : []), [levels, open, by.length])
  const toggle = useCallback((line: TableLine) => {
    if (line.kind === "group") setOpen((current) => withToggled(current, line.lineId, line))
  }, [])
  const loadMore = useCallback(
    (groupId: string) => setLimits((current) => new Map(current).set(groupId, (current.get(groupId) ?? PAGE) + 200)),
    [],
  )
  const runs = useMemo(() => lines.flatMap((line) => (line.kind === "run" ? [line.run] : [])), [lines])
  return { lines, runs, total: levels.get(TOP)?.total ?? null, error, retry, toggle, loadMore }
}

function withToggled(open: ReadonlyMap<string, OpenGroup>, groupId: string, group: OpenGroup) {
  const next = new Map(open)
  if (!next.delete(groupId)) next.set(groupId, { values: group.values, filter: group.filter })
  return next
}

/** Statistics move with every summary: they are asked for again while runs go on, but not with each of their posts. */
function useFreshGroups(entity: string, project: string, following: boolean): void {
  const client = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(() => () => clearTimeout(timer.current ?? undefined), [])
  const refetchLater = () => {
    timer.current ??= setTimeout(() => {
      timer.current = null
      void client.invalidateQueries({ queryKey: ["runs", entity, project, "groups"] })
    }, REFETCH_MS)
  }
  useLive(following ? { kind: "runs", entity, project } : null, refetchLater, refetchLater)
}
