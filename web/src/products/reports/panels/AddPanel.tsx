import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { api, type JsonObject } from "@/api"
import { Button } from "@/ui/Button"
import { Input } from "@/ui/Input"
import { Popover } from "@/ui/Popover"
import { Select } from "@/ui/Select"
import { addedPanel, barConfig, lineConfig, parallelConfig, scatterConfig } from "../document/panels"
import type { RunSet } from "../document/runSets"

interface AddPanelProps {
  /** Whose metrics can be chosen. */
  set: RunSet | null
  onAdd: (change: (panels: JsonObject[]) => JsonObject[]) => void
}

const KINDS = [
  { value: "Run History Line Plot", label: "Line plot" },
  { value: "Bar Chart", label: "Bars" },
  { value: "Scalar Chart", label: "One number" },
  { value: "Scatter Plot", label: "Scatter" },
  { value: "Parallel Coordinates Plot", label: "Parallel coordinates" },
  { value: "Run Comparer", label: "Run comparer" },
  { value: "Markdown Panel", label: "Text" },
] as const
type Kind = (typeof KINDS)[number]["value"]

/** A panel more, over metrics that the project has. */
export function AddPanel({ set, onAdd }: AddPanelProps) {
  const [open, setOpen] = useState(false)
  const [kind, setKind] = useState<Kind>("Run History Line Plot")
  const [chosen, setChosen] = useState<string[]>([])
  const add = () => {
    onAdd((panels) => addedPanel(panels, kind, configOf(kind, chosen)))
    setChosen([])
    setOpen(false)
  }
  const need = needOf(kind)
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      className="w-80"
      trigger={
        <Button size="sm" variant="ghost" icon="plus" className="mt-1">
          Add panel
        </Button>
      }
    >
      <div className="flex flex-col gap-2">
        <Select label="Kind of panel" value={kind} options={[...KINDS]} onChange={(next) => setKind(next as Kind)} />
        {need > 0 && set && <Names set={set} byField={need === 2} chosen={chosen} onChosen={setChosen} />}
        <Button variant="primary" disabled={chosen.length < need} onClick={add}>
          {need > 1 && chosen.length < need ? `Choose ${need} fields` : "Add"}
        </Button>
      </div>
    </Popover>
  )
}

const needOf = (kind: Kind): number =>
  kind === "Run Comparer" || kind === "Markdown Panel"
    ? 0
    : kind === "Scatter Plot" || kind === "Parallel Coordinates Plot"
      ? 2
      : 1

function configOf(kind: Kind, chosen: string[]): JsonObject {
  if (kind === "Run History Line Plot") return lineConfig(chosen)
  if (kind === "Bar Chart") return barConfig(chosen)
  if (kind === "Scalar Chart") return { metrics: chosen.slice(0, 1), groupAgg: "mean" }
  if (kind === "Scatter Plot") return scatterConfig(chosen[0], chosen[1])
  if (kind === "Parallel Coordinates Plot") return parallelConfig(chosen)
  return kind === "Markdown Panel" ? { value: "Write here…" } : { diffOnly: "split" }
}

interface NamesProps {
  set: RunSet
  /** Fields of config and summary; else metrics. */
  byField: boolean
  chosen: string[]
  onChosen: (names: string[]) => void
}

function Names({ set, byField, chosen, onChosen }: NamesProps) {
  const [search, setSearch] = useState("")
  const { entity, project } = set
  const names = useQuery({
    queryKey: ["report names", entity, project, byField, search],
    queryFn: async ({ signal }) => {
      if (!byField)
        return (await api.metrics(entity, project, { search, limit: 50 }, signal)).metrics
          .filter(({ kind }) => kind === "number")
          .map(({ name }) => name)
      const { fields } = await api.fields(entity, project, { search, limit: 100 }, signal)
      return fields.map(({ path }) => path).filter((path) => /^(config|summary)\.[^_]/.test(path))
    },
  })
  const shown = [...new Set([...chosen, ...(names.data ?? [])])]
  const toggle = (name: string) =>
    onChosen(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name])
  return (
    <>
      <Input
        size="sm"
        icon="search"
        aria-label="Search names"
        placeholder="Search"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <ul className="max-h-56 overflow-auto">
        {shown.map((name) => (
          <li key={name}>
            <label className="flex items-center gap-2 rounded px-1 py-0.5 hover:bg-hover">
              <input
                type="checkbox"
                className="accent-accent"
                checked={chosen.includes(name)}
                onChange={() => toggle(name)}
              />
              <span className="truncate">{name.replace(/^(config|summary)\./, byField ? "$1 · " : "")}</span>
            </label>
          </li>
        ))}
        {names.data && shown.length === 0 && <li className="px-1 text-ink-3">Nothing logged yet.</li>}
      </ul>
    </>
  )
}
