import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { type ChartPreset, chartPresetsQuery, chartsApi } from "@/api"
import { Badge } from "@/ui/Badge"
import { Button } from "@/ui/Button"
import { CopyButton } from "@/ui/CopyButton"
import { Confirm } from "@/ui/Dialog"
import { ErrorState } from "@/ui/ErrorState"
import { RelativeTime } from "@/ui/RelativeTime"
import { SkeletonRows } from "@/ui/Skeleton"
import { toast } from "@/ui/toasts"
import { Section } from "./Section"

/** The chart presets that an entity's members made, under the names that runs call them. */
export function ChartsSection({ entity }: { entity: string }) {
  const charts = useQuery(chartPresetsQuery(entity))
  const [deleting, setDeleting] = useState<ChartPreset | null>(null)
  return (
    <Section title="Chart presets">
      {charts.isPending && <SkeletonRows rows={2} />}
      {charts.error && <ErrorState error={charts.error} onRetry={() => void charts.refetch()} />}
      {charts.data?.length === 0 && (
        <p className="text-ink-2">
          {"None. "}
          <code className="font-mono text-sm">wandb.Api().create_custom_chart(…)</code>
          {" makes one out of a Vega-Lite specification."}
        </p>
      )}
      <ul>
        {charts.data?.map((chart) => (
          <PresetRow key={chart.name} entity={entity} chart={chart} onDelete={() => setDeleting(chart)} />
        ))}
      </ul>
      {deleting && <DeleteDialog entity={entity} chart={deleting} onClose={() => setDeleting(null)} />}
    </Section>
  )
}

function PresetRow({ entity, chart, onDelete }: { entity: string; chart: ChartPreset; onDelete: () => void }) {
  const id = `${entity}/${chart.name}`
  return (
    <li className="flex h-9 items-center gap-4 border-line border-t first:border-t-0">
      <span className="min-w-0 flex-1 truncate" title={chart.display_name}>
        {chart.display_name}
      </span>
      <span className="flex min-w-0 items-center gap-1">
        <span className="truncate font-mono text-ink-2 text-sm" title={id}>
          {id}
        </span>
        <CopyButton text={id} />
      </span>
      {chart.is_public && <Badge>Public</Badge>}
      <span className="text-ink-3">
        <RelativeTime at={chart.created_at} />
      </span>
      {chart.may_delete && (
        <Button size="sm" variant="ghost" onClick={onDelete} aria-label={`Delete ${chart.display_name}`}>
          Delete
        </Button>
      )}
    </li>
  )
}

function DeleteDialog({ entity, chart, onClose }: { entity: string; chart: ChartPreset; onClose: () => void }) {
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: () => chartsApi.delete(entity, chart.name),
    onSuccess: () => {
      toast.info(`“${chart.display_name}” is deleted.`)
      onClose()
      return client.invalidateQueries({ queryKey: chartPresetsQuery(entity).queryKey })
    },
  })
  return (
    <Confirm
      open
      danger
      title={`Delete “${chart.display_name}”?`}
      description={`Charts of ${entity}/${chart.name} show their rows from then on. This cannot be undone.`}
      action="Delete preset"
      busy={remove.isPending}
      onClose={onClose}
      onConfirm={() => remove.mutate()}
    />
  )
}
