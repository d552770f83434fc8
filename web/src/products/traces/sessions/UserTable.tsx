import { useInfiniteQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { useRef } from "react"
import { type TraceUserRow, tracesApi } from "@/api/traces"
import { formatExact, plural } from "@/lib/format"
import { Badge } from "@/ui/Badge"
import { Button } from "@/ui/Button"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { RelativeTime } from "@/ui/RelativeTime"
import { SkeletonRows } from "@/ui/Skeleton"
import { useFocusList } from "@/ui/useFocusList"
import { Cost, Tokens } from "../amounts"
import { TABLE_GRID, TableHead } from "./TableHead"

interface UserTableProps {
  entity: string
  project: string
  find: string
}

const PAGE = 100

/** Whom the traced program names as its users, the one that was last at work first; a click shows their traces. */
export function UserTable({ entity, project, find }: UserTableProps) {
  const rows = useRef<HTMLUListElement>(null)
  useFocusList(rows, "Users")
  const list = useInfiniteQuery({
    queryKey: ["trace-users", entity, project, find],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      tracesApi.users(entity, project, { contains: find, limit: PAGE, cursor: pageParam }, signal),
    getNextPageParam: (page) => page.next_cursor,
  })
  if (list.isPending) return <SkeletonRows rows={10} className="p-4" />
  if (!list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  const users = list.data.pages.flatMap((page) => page.users)
  if (users.length === 0) {
    return (
      <EmptyState
        icon="user"
        title="No users"
        text="Traces belong to a user when their spans name one: user.id, enduser.id, or what your instrumentation calls it."
      />
    )
  }
  return (
    <div className="min-h-0 flex-1 overflow-auto">
      <TableHead tracks={TRACKS} names={["User", "Traces", "Sessions", "Tokens", "Cost", "Last seen"]} />
      <ul ref={rows}>
        {users.map((user) => (
          <UserLine key={user.user_id} entity={entity} project={project} user={user} />
        ))}
      </ul>
      {list.hasNextPage && (
        <p className="p-3 text-center">
          <Button size="sm" onClick={() => void list.fetchNextPage()}>
            Show more users
          </Button>
        </p>
      )}
    </div>
  )
}

const TRACKS = `${TABLE_GRID} md:grid-cols-[minmax(0,1fr)_80px_80px_120px_80px_90px]`

function UserLine({ entity, project, user }: Omit<UserTableProps, "find"> & { user: TraceUserRow }) {
  return (
    <li className="border-line border-b">
      <Link
        data-item
        to="/$entity/$project/traces"
        params={{ entity, project }}
        search={{ user_id: user.user_id } as never}
        className={`-outline-offset-2 w-full py-2 hover:bg-hover ${TRACKS}`}
      >
        <span className="flex min-w-0 items-center gap-2">
          <span className="truncate font-medium">{user.user_id}</span>
          {user.errors > 0 && <Badge tone="danger">{plural(user.errors, "error")}</Badge>}
        </span>
        <span className="num hidden text-right text-sm md:block">{formatExact(user.traces)}</span>
        <span className="num hidden text-right text-sm md:block">{formatExact(user.session_count)}</span>
        <span className="hidden text-right text-sm md:block">
          <Tokens input={user.input_tokens} output={user.output_tokens} />
        </span>
        <span className="hidden text-right text-sm md:block">
          <Cost value={user.cost} />
        </span>
        <span className="text-right text-ink-3 text-sm">
          <RelativeTime at={new Date(user.end).toISOString()} />
        </span>
      </Link>
    </li>
  )
}
