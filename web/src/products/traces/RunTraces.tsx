import type { RunPath } from "@/api"
import { EmptyState } from "@/ui/EmptyState"
import { Select } from "@/ui/Select"
import { useUrlState } from "@/ui/useUrlState"
import { SpanList } from "./list/SpanList"

const SHOWN = [
  { value: "traces" as const, label: "Traces" },
  { value: "spans" as const, label: "All spans" },
]

/** The traces that were made in a run, or by what it made. */
export function RunTraces({ at }: { at: RunPath }) {
  const [url, change] = useUrlState()
  const shown = url.show === "spans" ? "spans" : "traces"
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="shrink-0 border-line border-b px-4 py-2">
        <Select
          size="sm"
          label="Show"
          value={shown}
          options={SHOWN}
          onChange={(show) => change({ show: show === "traces" ? null : show })}
        />
      </div>
      <SpanList entity={at.entity} project={at.project} run={at.run} empty={<NoTraces run={at.run} />} />
    </div>
  )
}

function NoTraces({ run }: { run: string }) {
  return (
    <EmptyState
      icon="trace"
      title="No traces of this run"
      text="Spans belong to a run when they, or their resource, name it. Weave does so inside of a wandb run; with OpenTelemetry, set the attribute:"
      snippet={`export OTEL_RESOURCE_ATTRIBUTES=runlake.run=${run}`}
    />
  )
}
