import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { type ReactNode, useState } from "react"
import { useProjectRole } from "@/api"
import {
  type AlertSeverity,
  automationsApi,
  type ChannelsOf,
  channelsKey,
  channelsQuery,
  type Integration,
  integrationsQuery,
} from "@/api/automations"
import { Badge } from "@/ui/Badge"
import { Button, IconButton } from "@/ui/Button"
import { ErrorState } from "@/ui/ErrorState"
import { Select } from "@/ui/Select"
import { SkeletonRows } from "@/ui/Skeleton"
import type { Place } from "./AutomationsPage"

export const SEVERITIES = [
  { value: "INFO", label: "every alert" },
  { value: "WARN", label: "warnings and errors" },
  { value: "ERROR", label: "errors only" },
] as const
const NOWHERE = { value: "nowhere", label: "Choose where to…" }

/** Where the alerts that a project's runs raise are told. */
export function ChannelsTab({ entity, project }: Place) {
  const { mayWrite } = useProjectRole(entity, project)
  const integrations = useQuery(integrationsQuery(entity))
  if (!integrations.data) return <SkeletonRows rows={4} />
  return (
    <Channels of={{ entity, project }} integrations={integrations.data} mayChange={mayWrite}>
      Alerts that the runs of this project raise with <code className="font-mono text-sm">run.alert()</code> are told
      here.
    </Channels>
  )
}

interface ChannelsProps {
  of: ChannelsOf
  /** Those that there is to choose from. */
  integrations: Integration[]
  mayChange: boolean
  /** Which alerts these are. */
  children: ReactNode
}

export function Channels({ of, integrations, mayChange, children }: ChannelsProps) {
  const client = useQueryClient()
  const query = useQuery(channelsQuery(of))
  const refetch = () => void client.invalidateQueries({ queryKey: channelsKey(of) })
  const remove = useMutation({
    mutationFn: (channelId: number) => automationsApi.deleteChannel(of, channelId),
    onSettled: refetch,
  })
  if (query.error && !query.data) {
    return (
      <ErrorState error={query.error} title="The channels could not be loaded" onRetry={() => void query.refetch()} />
    )
  }
  if (!query.data) return <SkeletonRows rows={4} />
  return (
    <div className="max-w-3xl space-y-4">
      <p className="text-ink-2">{children}</p>
      {query.data.length > 0 && (
        <ul className="overflow-hidden rounded-lg border border-line bg-surface">
          {query.data.map((one) => (
            <li key={one.channel_id} className="flex items-center gap-4 border-line px-4 py-2 not-first:border-t">
              <Badge>{one.integration?.kind ?? "gone"}</Badge>
              <span className="min-w-0 flex-1 truncate font-medium">{one.integration?.name ?? "(deleted)"}</span>
              <span className="text-ink-2 text-sm">
                {SEVERITIES.find((severity) => severity.value === one.least_severity)?.label}
              </span>
              {mayChange && (
                <IconButton icon="trash" label="Tell no more" onClick={() => remove.mutate(one.channel_id)} />
              )}
            </li>
          ))}
        </ul>
      )}
      {integrations.length === 0 && (
        <p className="text-ink-2">There is nowhere to send to yet: make an integration first.</p>
      )}
      {integrations.length > 0 && mayChange && <NewChannel of={of} integrations={integrations} onAdded={refetch} />}
    </div>
  )
}

interface NewChannelProps {
  of: ChannelsOf
  integrations: Integration[]
  onAdded: () => void
}

function NewChannel({ of, integrations, onAdded }: NewChannelProps) {
  const [to, setTo] = useState(NOWHERE.value)
  const [severity, setSeverity] = useState<AlertSeverity>("INFO")
  const add = useMutation({
    mutationFn: () => automationsApi.addChannel(of, Number(to), severity),
    onSuccess: () => {
      setTo(NOWHERE.value)
      onAdded()
    },
  })
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="text-ink-2">Tell</span>
      <Select label="Which alerts" value={severity} options={SEVERITIES} onChange={setSeverity} />
      <span className="text-ink-2">to</span>
      <Select
        label="Send to"
        value={to}
        options={[
          ...(to === NOWHERE.value ? [NOWHERE] : []),
          ...integrations.map((one) => ({ value: String(one.integration_id), label: one.name, hint: one.kind })),
        ]}
        onChange={setTo}
      />
      <Button icon="plus" disabled={to === NOWHERE.value || add.isPending} onClick={() => add.mutate()}>
        Add channel
      </Button>
    </div>
  )
}
