import { useState } from "react"
import { useProjectRole } from "@/api"
import { plural } from "@/lib/format"
import { Button } from "@/ui/Button"
import { useCommands } from "@/ui/commands"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { SearchInput } from "@/ui/SearchInput"
import { SkeletonRows } from "@/ui/Skeleton"
import { useDebounced } from "@/ui/useDebounced"
import { useUrlState } from "@/ui/useUrlState"
import { NewSweepDialog } from "./NewSweepDialog"
import { SweepTable } from "./SweepTable"
import { firstSweep } from "./snippets"
import { useSweeps } from "./useSweeps"

interface SweepsPageProps {
  entity: string
  project: string
}

/** The sweeps of a project. */
export function SweepsPage({ entity, project }: SweepsPageProps) {
  const [creating, setCreating] = useState(false)
  const { mayWrite } = useProjectRole(entity, project)
  const [url, change] = useUrlState()
  const search = useDebounced((url.find ?? "").trim(), 150)
  const sweeps = useSweeps(entity, project, search)
  const none = sweeps.data && sweeps.sweeps.length === 0 && search === "" && !sweeps.isPlaceholderData
  const open = mayWrite ? () => setCreating(true) : undefined
  useCommands(open ? [{ group: "Sweeps", label: "New sweep…", keys: "n", icon: "plus", run: open }] : [])
  const create = open && (
    <Button size="sm" variant="primary" icon="plus" onClick={open}>
      New sweep
    </Button>
  )
  return (
    <div className="mx-auto max-w-6xl px-4 py-5">
      {creating && <NewSweepDialog entity={entity} project={project} onClose={() => setCreating(false)} />}
      {sweeps.isPending && <SkeletonRows rows={6} />}
      {sweeps.error && !sweeps.data && (
        <ErrorState error={sweeps.error} title="The sweeps could not be loaded" onRetry={() => void sweeps.refetch()} />
      )}
      {none && <NoSweeps entity={entity} project={project} onCreate={open} />}
      {sweeps.data && !none && (
        <>
          <header className="mb-3 flex items-center gap-3">
            <h1 className="font-semibold text-lg">Sweeps</h1>
            <span className="num flex-1 text-ink-3 text-sm">{plural(sweeps.total, "sweep")}</span>
            <SearchInput label="Search sweeps" value={url.find ?? ""} onChange={(find) => change({ find })} />
            {create}
          </header>
          <SweepTable entity={entity} project={project} sweeps={sweeps.sweeps} search={search} />
          {sweeps.hasNextPage && (
            <div className="mt-3 flex justify-center">
              <Button disabled={sweeps.isFetchingNextPage} onClick={() => void sweeps.fetchNextPage()}>
                Show older sweeps
              </Button>
            </div>
          )}
        </>
      )}
    </div>
  )
}

function NoSweeps({ entity, project, onCreate }: SweepsPageProps & { onCreate?: () => void }) {
  return (
    <EmptyState
      icon="sweep"
      title="No sweeps yet"
      text="A sweep tries out settings: it hands out the next one to every agent that asks, and shows which of them matter."
      snippet={firstSweep(window.location.origin, entity, project)}
    >
      {onCreate && (
        <Button icon="plus" onClick={onCreate}>
          New sweep here
        </Button>
      )}
    </EmptyState>
  )
}
