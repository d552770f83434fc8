import { Link } from "@tanstack/react-router"
import { isApiError, type SweepDetail, type SweepPath } from "@/api"
import { readChoice } from "@/lib/urlState"
import { useCommands } from "@/ui/commands"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { SkeletonRows } from "@/ui/Skeleton"
import { Tabs } from "@/ui/Tabs"
import { useUrlState } from "@/ui/useUrlState"
import { AgentsTab } from "./AgentsTab"
import { ConfigTab } from "./ConfigTab"
import { RunsTab } from "./RunsTab"
import { SweepHeader } from "./SweepHeader"
import { useSweep } from "./useSweep"

const TABS = ["runs", "agents", "config"] as const
const LABELS = { runs: "Runs", agents: "Agents", config: "Config" }

/** One sweep: how far it is, what came out, and which settings matter. */
export function SweepPage({ at }: { at: SweepPath }) {
  const sweep = useSweep(at)
  const [url, change] = useUrlState()
  const tab = readChoice(url.tab, TABS, "runs")
  const open = (next: (typeof TABS)[number]) => change({ tab: next === "runs" ? null : next }, { push: true })
  useCommands(
    TABS.map((value, index) => ({
      group: "Sweep",
      label: `Show ${LABELS[value].toLowerCase()}`,
      keys: String(index + 1),
      run: () => open(value),
    })),
  )
  if (isApiError(sweep.error, 404)) return <NoSuchSweep at={at} text={sweep.error.message} />
  if (sweep.error && !sweep.data) return <ErrorState error={sweep.error} onRetry={() => void sweep.refetch()} />
  if (!sweep.data) return <SkeletonRows className="p-5" />
  const counts = { runs: sweep.data.run_count, agents: sweep.data.agents.length, config: undefined }
  return (
    <div className="flex h-full flex-col">
      <SweepHeader at={at} sweep={sweep.data} />
      <Tabs
        label="Parts of the sweep"
        value={tab}
        items={TABS.map((value) => ({ value, label: LABELS[value], count: counts[value] }))}
        onChange={open}
        className="shrink-0 bg-surface px-3"
      />
      <div role="tabpanel" aria-label={LABELS[tab]} className="min-h-0 flex-1 overflow-auto">
        <TabContent tab={tab} at={at} sweep={sweep.data} />
      </div>
    </div>
  )
}

function TabContent({ tab, at, sweep }: { tab: (typeof TABS)[number]; at: SweepPath; sweep: SweepDetail }) {
  if (tab === "agents") return <AgentsTab at={at} sweep={sweep} />
  if (tab === "config") return <ConfigTab at={at} sweep={sweep} />
  return sweep.run_count === 0 ? <AgentsTab at={at} sweep={sweep} /> : <RunsTab at={at} sweep={sweep} />
}

function NoSuchSweep({ at, text }: { at: SweepPath; text: string }) {
  return (
    <EmptyState icon="search" title="No such sweep" text={text}>
      <Link to="/$entity/$project/sweeps" params={at} className="font-medium text-accent hover:underline">
        The sweeps of {at.project}
      </Link>
    </EmptyState>
  )
}
