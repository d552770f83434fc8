import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { isApiError, useProjectRole } from "@/api"
import { type Automation, automationsQuery } from "@/api/automations"
import { Button } from "@/ui/Button"
import { useCommands } from "@/ui/commands"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { SkeletonRows } from "@/ui/Skeleton"
import { type TabItem, Tabs } from "@/ui/Tabs"
import { useUrlState } from "@/ui/useUrlState"
import { AutomationDialog } from "./AutomationDialog"
import { AutomationList } from "./AutomationList"
import { ChannelsTab } from "./ChannelsTab"
import { DeliveriesTab } from "./DeliveriesTab"
import { IntegrationsTab } from "./IntegrationsTab"

export interface Place {
  entity: string
  project: string
}

type Tab = "rules" | "deliveries" | "integrations" | "alerts"

const TABS: readonly TabItem<Tab>[] = [
  { value: "rules", label: "Automations" },
  { value: "deliveries", label: "Deliveries" },
  { value: "integrations", label: "Integrations" },
  { value: "alerts", label: "Alert channels" },
]

/** Who is told of what happens in a project, and what was told. */
export function AutomationsPage({ entity, project }: Place) {
  const [url, change] = useUrlState()
  const [editing, setEditing] = useState<Automation | "new" | null>(null)
  const found = useQuery(automationsQuery(entity, project))
  const tab = TABS.find((one) => one.value === url.tab)?.value ?? "rules"
  const { mayWrite, isAdmin } = useProjectRole(entity, project)
  const create = mayWrite ? () => setEditing("new" as const) : undefined
  useCommands(create ? [{ group: "Automations", label: "New automation…", keys: "n", icon: "plus", run: create }] : [])
  if (isApiError(found.error, 403)) {
    return (
      <EmptyState
        icon="bolt"
        title="For members of the project"
        text={`Who is told of what happens in ${project} is for those to see who may write there.`}
      />
    )
  }
  if (found.error && !found.data) {
    return (
      <ErrorState
        error={found.error}
        title="The automations could not be loaded"
        onRetry={() => void found.refetch()}
      />
    )
  }
  if (!found.data) return <SkeletonRows rows={8} className="mx-auto max-w-6xl px-4 py-5" />
  return (
    <div className="mx-auto max-w-6xl px-4 py-5">
      <header className="mb-2 flex items-center gap-3">
        <h1 className="flex-1 font-semibold text-lg">Automations</h1>
        {create && (
          <Button size="sm" variant="primary" icon="plus" onClick={create}>
            New automation
          </Button>
        )}
      </header>
      <Tabs
        label="Automations"
        value={tab}
        items={TABS}
        onChange={(value) => change({ tab: value === "rules" ? null : value, delivery: null })}
        className="mb-4"
      />
      {tab === "rules" && (
        <AutomationList
          entity={entity}
          project={project}
          automations={found.data}
          onEdit={mayWrite ? setEditing : undefined}
          onCreate={create}
        />
      )}
      {tab === "deliveries" && <DeliveriesTab entity={entity} project={project} automations={found.data} />}
      {tab === "integrations" && <IntegrationsTab entity={entity} isAdmin={isAdmin} />}
      {tab === "alerts" && <ChannelsTab entity={entity} project={project} />}
      {editing && (
        <AutomationDialog
          entity={entity}
          project={project}
          automation={editing === "new" ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
    </div>
  )
}
