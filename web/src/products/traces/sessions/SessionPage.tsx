import { useInfiniteQuery } from "@tanstack/react-query"
import { useRef } from "react"
import { type Turn, tracesApi } from "@/api/traces"
import { formatDuration, plural } from "@/lib/format"
import { useLive } from "@/live"
import { Badge } from "@/ui/Badge"
import { Button } from "@/ui/Button"
import { CopyButton } from "@/ui/CopyButton"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { SkeletonRows } from "@/ui/Skeleton"
import { useFocusList } from "@/ui/useFocusList"
import { useLater } from "@/ui/useLater"
import { Cost, Tokens } from "../amounts"
import { TurnView } from "./TurnView"

interface SessionPageProps {
  entity: string
  project: string
  session: string
}

const PAGE = 50
/** Any span of the project may belong to another turn. */
const REFETCH_MS = 5000

/** A session as the conversation that it was: what was asked and answered, turn by turn. */
export function SessionPage({ entity, project, session }: SessionPageProps) {
  const list = useRef<HTMLOListElement>(null)
  useFocusList(list, "Turns")
  const turns = useInfiniteQuery({
    queryKey: ["turns", entity, project, session],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      tracesApi.turns(entity, project, { session_id: session, limit: PAGE, cursor: pageParam }, signal),
    getNextPageParam: (page) => page.next_cursor,
  })
  const refetch = useLater(() => void turns.refetch(), REFETCH_MS)
  useLive({ kind: "spans", entity, project }, refetch, () => undefined)
  if (turns.isPending) return <SkeletonRows rows={10} className="p-4" />
  if (!turns.data) return <ErrorState error={turns.error} onRetry={() => void turns.refetch()} />
  const shown = turns.data.pages.flatMap((page) => page.turns)
  if (shown.length === 0) {
    return (
      <EmptyState
        icon="trace"
        title="No turns"
        text="No trace of this project names this session, or its root is still to come."
      />
    )
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      <SessionHeader session={session} turns={shown} more={turns.hasNextPage} />
      <div className="min-h-0 flex-1 overflow-auto">
        <ol ref={list} aria-label="Turns" className="mx-auto max-w-4xl space-y-6 px-4 py-4">
          {shown.map((turn, index) => (
            <TurnView key={turn.trace_id} entity={entity} project={project} turn={turn} number={index + 1} />
          ))}
        </ol>
        {turns.hasNextPage && (
          <p className="p-3 text-center">
            <Button size="sm" onClick={() => void turns.fetchNextPage()}>
              Show more turns
            </Button>
          </p>
        )}
      </div>
    </div>
  )
}

/** Sums over the turns that are shown; "+" when there are more. */
function SessionHeader({ session, turns, more }: { session: string; turns: Turn[]; more: boolean }) {
  const sum = { input: 0, output: 0, cost: 0, errors: 0, ms: 0 }
  for (const { trace, duration_ms } of turns) {
    sum.ms += duration_ms
    sum.input += trace?.input_tokens ?? 0
    sum.output += trace?.output_tokens ?? 0
    sum.cost += trace?.cost ?? 0
    sum.errors += trace?.errors ?? 0
  }
  const users = [...new Set(turns.map((turn) => turn.user_id).filter(Boolean))]
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-line border-b px-4 py-2 text-sm">
      <h1 className="flex min-w-0 items-center gap-1 font-semibold text-lg">
        <span className="truncate">{session}</span>
        <CopyButton text={session} />
      </h1>
      <span className="num">
        {plural(turns.length, "turn")}
        {more && "+"}
      </span>
      <span className="num" title="The time that the turns took together">
        {formatDuration(sum.ms / 1000)}
      </span>
      <Tokens input={sum.input} output={sum.output} />
      <Cost value={sum.cost} />
      {users.map((user) => (
        <Badge key={user}>user {user}</Badge>
      ))}
      {sum.errors > 0 && <Badge tone="danger">{plural(sum.errors, "error")}</Badge>}
    </header>
  )
}
