import { Link, useNavigate } from "@tanstack/react-router"
import { type ComponentType, lazy, Suspense } from "react"
import type { PointsSource, RunDetail, RunPath, RunRow } from "@/api"
import { isApiError } from "@/api"
import { readChoice } from "@/lib/urlState"
import { useCommands } from "@/ui/commands"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { SkeletonRows } from "@/ui/Skeleton"
import { Tabs } from "@/ui/Tabs"
import { OverviewTab } from "./OverviewTab"
import { RunHeader } from "./RunHeader"
import { useRun } from "./useRun"

const LogsTab = lazy(() => import("./logs/LogsTab").then((module) => ({ default: module.LogsTab })))
const MediaTab = lazy(() => import("./media/MediaTab").then((module) => ({ default: module.MediaTab })))
const FilesTab = lazy(() => import("./files/FilesTab").then((module) => ({ default: module.FilesTab })))

const TABS = [
  { value: "overview", label: "Overview" },
  { value: "charts", label: "Charts" },
  { value: "system", label: "System" },
  { value: "logs", label: "Logs" },
  { value: "media", label: "Media" },
  { value: "files", label: "Files" },
  { value: "artifacts", label: "Artifacts" },
  { value: "traces", label: "Traces" },
  { value: "lineage", label: "Lineage" },
] as const
type Tab = (typeof TABS)[number]["value"]

/** What belongs to other products; the app hands it in. */
export interface RunParts {
  charts: ComponentType<{ entity: string; project: string; runs: Omit<RunRow, "fields">[]; source: PointsSource }>
  artifacts: ComponentType<{ at: RunPath; running: boolean }>
  lineage: ComponentType<{ at: RunPath }>
  traces: ComponentType<{ at: RunPath }>
}

interface RunPageProps {
  at: RunPath
  tab: string | undefined
  parts: RunParts
}

export function RunPage({ at, tab, parts }: RunPageProps) {
  const run = useRun(at)
  const current = readChoice(
    tab,
    TABS.map((one) => one.value),
    "overview",
  )
  const open = useOpenTab(at)
  useCommands(
    TABS.map(({ value, label }, index) => ({
      group: "Run",
      label: `Show ${label.toLowerCase()}`,
      keys: String(index + 1),
      run: () => open(value),
    })),
  )
  if (isApiError(run.error, 404)) return <NoSuchRun at={at} text={run.error.message} />
  if (run.error && !run.data) return <ErrorState error={run.error} onRetry={() => void run.refetch()} />
  if (!run.data) return <SkeletonRows className="p-5" />
  return (
    <div className="flex h-full flex-col">
      <RunHeader at={at} run={run.data} />
      <Tabs
        label="Parts of the run"
        value={current}
        items={TABS}
        onChange={open}
        className="shrink-0 bg-surface px-3"
      />
      <div role="tabpanel" aria-label={current} className="min-h-0 flex-1 overflow-auto">
        <Suspense fallback={<SkeletonRows className="p-5" />}>
          <TabContent tab={current} at={at} run={run.data} parts={parts} />
        </Suspense>
      </div>
    </div>
  )
}

function NoSuchRun({ at, text }: { at: RunPath; text: string }) {
  return (
    <EmptyState icon="search" title="No such run" text={text}>
      <Link to="/$entity/$project" params={at} className="font-medium text-accent hover:underline">
        The project {at.project}
      </Link>
    </EmptyState>
  )
}

function useOpenTab(at: RunPath): (tab: Tab) => void {
  const navigate = useNavigate()
  return (tab) => void navigate({ to: "/$entity/$project/runs/$run/$tab", params: { ...at, tab }, search: true })
}

interface TabContentProps {
  tab: Tab
  at: RunPath
  run: RunDetail
  parts: RunParts
}

function TabContent({ tab, at, run, parts }: TabContentProps) {
  const { entity, project } = at
  if (tab === "charts" || tab === "system") {
    const source = tab === "system" ? "system" : "history"
    return (
      <div className="p-3">
        <parts.charts key={source} entity={entity} project={project} runs={[run]} source={source} />
      </div>
    )
  }
  if (tab === "logs") return <LogsTab at={at} running={run.state === "running"} />
  if (tab === "media") return <MediaTab at={at} name={run.display_name} />
  if (tab === "files") return <FilesTab at={at} />
  if (tab === "artifacts") return <parts.artifacts at={at} running={run.state === "running"} />
  if (tab === "traces") return <parts.traces at={at} />
  if (tab === "lineage") return <parts.lineage at={at} />
  return <OverviewTab at={at} run={run} />
}
