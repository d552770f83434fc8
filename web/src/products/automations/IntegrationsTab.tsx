import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { automationsApi, type Integration, integrationsKey, integrationsQuery } from "@/api/automations"
import { Badge } from "@/ui/Badge"
import { Button, IconButton } from "@/ui/Button"
import { Confirm } from "@/ui/Dialog"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { RelativeTime } from "@/ui/RelativeTime"
import { SkeletonRows } from "@/ui/Skeleton"
import { IntegrationDialog } from "./IntegrationDialog"

/** Where the automations and alerts of an entity can be sent. */
export function IntegrationsTab({ entity, isAdmin }: { entity: string; isAdmin: boolean }) {
  const [creating, setCreating] = useState(false)
  const query = useQuery(integrationsQuery(entity))
  if (query.error && !query.data) {
    return (
      <ErrorState
        error={query.error}
        title="The integrations could not be loaded"
        onRetry={() => void query.refetch()}
      />
    )
  }
  if (!query.data) return <SkeletonRows rows={5} />
  const create = isAdmin && (
    <Button size="sm" icon="plus" onClick={() => setCreating(true)}>
      New integration
    </Button>
  )
  return (
    <>
      {creating && <IntegrationDialog entity={entity} onClose={() => setCreating(false)} />}
      {query.data.length === 0 ? (
        <EmptyState
          icon="external"
          title={`${entity} sends to nowhere yet`}
          text="An integration is a webhook, a Slack channel or an e-mail address. All projects of the entity can use it; its admins make it."
        >
          {create}
        </EmptyState>
      ) : (
        <>
          <div className="mb-3 flex items-center justify-between">
            <p className="text-ink-2">What {entity} can send to, from all its projects.</p>
            {create}
          </div>
          <ul className="overflow-hidden rounded-lg border border-line bg-surface">
            {query.data.map((one) => (
              <IntegrationLine key={one.integration_id} entity={entity} integration={one} isAdmin={isAdmin} />
            ))}
          </ul>
        </>
      )}
    </>
  )
}

interface IntegrationLineProps {
  entity: string
  integration: Integration
  isAdmin: boolean
}

function IntegrationLine({ entity, integration, isAdmin }: IntegrationLineProps) {
  const client = useQueryClient()
  const [deleting, setDeleting] = useState(false)
  const remove = useMutation({
    mutationFn: () => automationsApi.deleteIntegration(entity, integration.integration_id),
    onSettled: () => {
      setDeleting(false)
      void client.invalidateQueries({ queryKey: integrationsKey(entity) })
    },
  })
  const { url, address, channel, team } = integration.values
  return (
    <li className="flex items-center gap-4 border-line px-4 py-2 not-first:border-t">
      <Badge>{integration.kind}</Badge>
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{integration.name}</span>
        <span className="block truncate text-ink-3 text-sm">
          {url ?? address ?? ([team, channel].filter(Boolean).join(" · ") || "incoming webhook")}
        </span>
      </span>
      <span className="text-ink-3 text-sm max-md:hidden">
        <RelativeTime at={integration.created_at} />
      </span>
      {isAdmin && <IconButton icon="trash" label={`Delete ${integration.name}`} onClick={() => setDeleting(true)} />}
      <Confirm
        open={deleting}
        onClose={() => setDeleting(false)}
        onConfirm={() => remove.mutate()}
        title={`Delete “${integration.name}”?`}
        description="Alert channels that use it go, too. Automations that send to it must be changed first."
        action="Delete"
        danger
        busy={remove.isPending}
      />
    </li>
  )
}
