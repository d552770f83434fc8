import { useQuery } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import { type ComponentType, lazy, Suspense } from "react"
import { isApiError } from "@/api"
import type { VersionDetail, VersionPath } from "@/api/artifacts"
import { readChoice } from "@/lib/urlState"
import { useCommands } from "@/ui/commands"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { SkeletonRows } from "@/ui/Skeleton"
import { Tabs } from "@/ui/Tabs"
import { VERSION_TABS, type VersionTab, versionTab } from "../address"
import { VersionList } from "../browse/VersionList"
import { versionQuery } from "../queries"
import { OverviewTab } from "./OverviewTab"
import { VersionHeader } from "./VersionHeader"

const FilesTab = lazy(() => import("../files/FilesTab").then((module) => ({ default: module.FilesTab })))
const DiffTab = lazy(() => import("../diff/DiffTab").then((module) => ({ default: module.DiffTab })))
const LineageTab = lazy(() =>
  import("../lineage/VersionLineage").then((module) => ({ default: module.VersionLineage })),
)

interface VersionPageProps {
  at: VersionPath
  type: string
  tab: string | undefined
  /** The list of traces that used a version, which another product shows. */
  traces: ComponentType<{ version: VersionDetail }>
}

/** One version of an artifact. The address may name it by an alias. */
export function VersionPage({ at, type, tab, traces }: VersionPageProps) {
  const found = useQuery(versionQuery(at))
  const navigate = useNavigate()
  const current = readChoice(tab, VERSION_TABS, "overview")
  const open = (next: VersionTab) => void navigate({ ...versionTab({ ...at, type }, next), search: {} as never })
  useCommands(
    VERSION_TABS.map((value, index) => ({
      group: "Artifact",
      label: `Show ${value}`,
      keys: String(index + 1),
      run: () => open(value),
    })),
  )
  if (isApiError(found.error, 404))
    return <EmptyState icon="search" title="No such artifact" text={found.error.message} />
  if (found.error && !found.data) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <SkeletonRows className="p-5" />
  const items = [
    { value: "overview", label: "Overview" },
    { value: "files", label: <FilesLabel count={found.data.file_count} /> },
    { value: "versions", label: "Versions" },
    { value: "diff", label: "Diff" },
    { value: "lineage", label: "Lineage" },
    { value: "traces", label: "Traces" },
  ] as const
  return (
    <div className="flex h-full flex-col">
      <VersionHeader found={found.data} tab={current} />
      <Tabs
        label="Parts of the artifact"
        value={current}
        items={items}
        onChange={open}
        className="shrink-0 bg-surface px-3"
      />
      <div role="tabpanel" aria-label={current} className="min-h-0 flex-1 overflow-auto">
        <Suspense fallback={<SkeletonRows className="p-5" />}>
          <TabContent tab={current} found={found.data} traces={traces} />
        </Suspense>
      </div>
    </div>
  )
}

const FilesLabel = ({ count }: { count: number }) => (
  <>
    Files <span className="num font-normal text-ink-3 text-sm">{count.toLocaleString("en-US")}</span>
  </>
)

interface TabContentProps extends Pick<VersionPageProps, "traces"> {
  tab: VersionTab
  found: VersionDetail
}

function TabContent({ tab, found, traces: Traces }: TabContentProps) {
  if (tab === "files") return <FilesTab at={found} fileCount={found.file_count} />
  if (tab === "versions")
    return (
      <div className="flex h-full flex-col">
        <VersionList at={found} type={found.type} />
      </div>
    )
  if (tab === "diff") return <DiffTab found={found} />
  if (tab === "lineage") return <LineageTab at={found} />
  if (tab === "traces") return <Traces version={found} />
  return <OverviewTab found={found} />
}
