import { useMemo } from "react"
import { api, type Filter } from "@/api"
import { Button } from "@/ui/Button"
import { useCommands } from "@/ui/commands"
import { Menu } from "@/ui/Menu"
import { toast } from "@/ui/toasts"
import { useUrlState } from "@/ui/useUrlState"
import { RunPanel } from "./RunPanel"
import { firstPanel, formatPanels, parsePanels, type RunPanelSpec } from "./spec"

interface RunPanelsProps {
  entity: string
  project: string
  /** The runs that the table shows. */
  filter: Filter | null
  onPeek: (runId: string) => void
}

const KINDS: { kind: RunPanelSpec["kind"]; label: string }[] = [
  { kind: "parallel", label: "Parallel coordinates" },
  { kind: "scatter", label: "Scatter" },
]

/** Panels over the fields of all runs that the table's filter holds. Which there are stands in the address. */
export function RunPanels({ entity, project, filter, onPeek }: RunPanelsProps) {
  const [url, change] = useUrlState()
  const panels = useMemo(() => parsePanels(url.panels), [url.panels])
  const onPanels = (next: RunPanelSpec[]) => change({ panels: formatPanels(next) }, { push: true })
  const add = (kind: RunPanelSpec["kind"]) =>
    void newPanel(entity, project, kind).then((panel) => onPanels([panel, ...panels]), toast.error)
  useCommands(
    KINDS.map(({ kind, label }) => ({
      group: "Charts",
      label: `Add panel: ${label.toLowerCase()}`,
      icon: "plus",
      run: () => add(kind),
    })),
  )
  return (
    <section aria-label="Runs compared" className="mb-2 flex flex-col gap-2">
      <div className="flex justify-end gap-1">
        {panels.length > 0 && url.brush && (
          <Button size="sm" variant="ghost" icon="close" onClick={() => change({ brush: null }, { push: true })}>
            Clear brushes
          </Button>
        )}
        <Menu
          align="end"
          trigger={
            <Button size="sm" variant="ghost" icon="plus">
              Add panel
            </Button>
          }
          entries={KINDS.map(({ kind, label }) => ({ label, onSelect: () => add(kind) }))}
        />
      </div>
      {panels.length > 0 && (
        <div className="grid gap-2 [grid-template-columns:repeat(auto-fit,minmax(min(440px,100%),1fr))]">
          {panels.map((panel, at) => (
            <RunPanel
              key={at}
              {...{ entity, project, filter, panel, onPeek }}
              onPanel={(next) => onPanels(next ? panels.with(at, next) : panels.toSpliced(at, 1))}
            />
          ))}
        </div>
      )}
    </section>
  )
}

const MOST_FIELDS = 200

async function newPanel(entity: string, project: string, kind: RunPanelSpec["kind"]): Promise<RunPanelSpec> {
  const { fields } = await api.fields(entity, project, { limit: MOST_FIELDS })
  const numbers = fields.filter((field) => kind === "parallel" || field.kinds.includes("number"))
  const paths = numbers.sort((one, other) => other.run_count - one.run_count).map((field) => field.path)
  const panel = firstPanel(kind, paths)
  if (!panel) throw new Error("The runs have no config and summary to compare yet.")
  return panel
}
