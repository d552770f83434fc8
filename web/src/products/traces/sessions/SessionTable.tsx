import { useInfiniteQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { useRef } from "react"
import { type SessionRow, tracesApi } from "@/api/traces"
import { formatDuration, plural } from "@/lib/format"
import { Badge } from "@/ui/Badge"
import { Button } from "@/ui/Button"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { RelativeTime } from "@/ui/RelativeTime"
import { SkeletonRows } from "@/ui/Skeleton"
import { useFocusList } from "@/ui/useFocusList"
import { Cost, Tokens } from "../amounts"
import { TABLE_GRID, TableHead } from "./TableHead"

interface SessionTableProps {
  entity: string
  project: string
  find: string
}

const PAGE = 100

/** Conversations, the one that was last at work first: how each began and how it ended. */
export function SessionTable({ entity, project, find }: SessionTableProps) {
  const list = useInfiniteQuery({
    queryKey: ["sessions", entity, project, find],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      tracesApi.sessions(entity, project, { contains: find, limit: PAGE, cursor: pageParam }, signal),
    getNextPageParam: (page) => page.next_cursor,
  })
  const rows = useRef<HTMLUListElement>(null)
  useFocusList(rows, "Sessions")
  if (list.isPending) return <SkeletonRows rows={10} className="p-4" />
  if (!list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  const sessions = list.data.pages.flatMap((page) => page.sessions)
  if (sessions.length === 0) {
    return (
      <EmptyState
        icon="trace"
        title="No sessions"
        text="Traces belong to a session when their spans name one: session.id, gen_ai.conversation.id, or a Weave thread."
      />
    )
  }
  return (
    <div className="min-h-0 flex-1 overflow-auto">
      <TableHead
        tracks={TRACKS}
        names={["Session", "First asked, last answered", "Tokens", "Cost", "Busy", "Last turn"]}
      />
      <ul ref={rows}>
        {sessions.map((session) => (
          <SessionLine key={session.session_id} entity={entity} project={project} session={session} />
        ))}
      </ul>
      {list.hasNextPage && (
        <p className="p-3 text-center">
          <Button size="sm" onClick={() => void list.fetchNextPage()}>
            Show more sessions
          </Button>
        </p>
      )}
    </div>
  )
}

const TRACKS = `${TABLE_GRID} md:grid-cols-[minmax(140px,1fr)_minmax(0,2fr)_110px_80px_80px_90px]`

function SessionLine({ entity, project, session }: Omit<SessionTableProps, "find"> & { session: SessionRow }) {
  return (
    <li className="border-line border-b">
      <Link
        data-item
        to="/$entity/$project/sessions/$session"
        params={{ entity, project, session: session.session_id }}
        className={`-outline-offset-2 w-full py-2 text-left hover:bg-hover ${TRACKS}`}
      >
        <span className="min-w-0">
          <span className="flex items-center gap-2">
            <span className="truncate font-medium">{session.session_id}</span>
            {session.errors > 0 && <Badge tone="danger">{plural(session.errors, "error")}</Badge>}
          </span>
          <span className="block truncate text-ink-3 text-sm">
            {[plural(session.traces, "turn"), ...session.users].join(" · ")}
          </span>
        </span>
        <span className="hidden min-w-0 text-sm md:block">
          <span className="block truncate">{session.first_input || "–"}</span>
          <span className="block truncate text-ink-3">{session.last_output || "–"}</span>
        </span>
        <span className="hidden text-right text-sm md:block">
          <Tokens input={session.input_tokens} output={session.output_tokens} />
        </span>
        <span className="hidden text-right text-sm md:block">
          <Cost value={session.cost} />
        </span>
        <span className="num hidden text-right text-sm md:block">{formatDuration(session.busy_ms / 1000)}</span>
        <span className="text-right text-ink-3 text-sm">
          <RelativeTime at={new Date(session.end).toISOString()} />
        </span>
      </Link>
    </li>
  )
}
