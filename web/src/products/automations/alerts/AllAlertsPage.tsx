import { useQueries, useQuery } from "@tanstack/react-query"
import { sessionQuery } from "@/api"
import { integrationsQuery } from "@/api/automations"
import { SkeletonRows } from "@/ui/Skeleton"
import { type TabItem, Tabs } from "@/ui/Tabs"
import { useUrlState } from "@/ui/useUrlState"
import { Channels } from "../ChannelsTab"
import { AlertList } from "./AlertList"

const TABS: readonly TabItem<"alerts" | "channels">[] = [
  { value: "alerts", label: "Alerts" },
  { value: "channels", label: "Your channels" },
]

/** The alerts of all projects that the person may see, and where those of the person's own runs are told. */
export function AllAlertsPage() {
  const [url, change] = useUrlState()
  const tab = url.tab === "channels" ? "channels" : "alerts"
  return (
    <div className="mx-auto max-w-5xl px-4 py-5">
      <h1 className="mb-2 font-semibold text-lg">Alerts</h1>
      <Tabs
        label="Alerts"
        value={tab}
        items={TABS}
        onChange={(value) => change({ tab: value === "alerts" ? null : value })}
        className="mb-4"
      />
      {tab === "alerts" ? <AlertList of={null} /> : <OwnChannels />}
    </div>
  )
}

/** Chosen from the integrations of all entities that the person belongs to. */
function OwnChannels() {
  const session = useQuery(sessionQuery)
  const names = session.data
    ? [...new Set([session.data.user.entity, ...session.data.teams.map((team) => team.name)])]
    : []
  const found = useQueries({ queries: names.map(integrationsQuery) })
  if (!session.data || found.some((one) => one.isPending)) return <SkeletonRows rows={4} />
  return (
    <Channels of={null} integrations={found.flatMap((one) => one.data ?? [])} mayChange>
      Alerts that your own runs raise with <code className="font-mono text-sm">run.alert()</code>, in all projects, are
      told here. Channels for everybody's runs of a project are on its page <i>Automations</i>.
    </Channels>
  )
}
