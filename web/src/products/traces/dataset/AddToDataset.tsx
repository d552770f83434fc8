import { useMutation, useQuery } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import { useState } from "react"
import { objectsApi } from "@/api/objects"
import { type InputAs, type SpanName, tracesApi } from "@/api/traces"
import { plural } from "@/lib/format"
import { Button } from "@/ui/Button"
import { Dialog } from "@/ui/Dialog"
import { Input } from "@/ui/Input"
import { Select } from "@/ui/Select"
import { toast } from "@/ui/toasts"
import { nameProblem } from "./names"

interface AddToDatasetProps {
  entity: string
  project: string
  spans: readonly SpanName[]
  onClose: () => void
}

const INPUTS: { value: InputAs; label: string; hint: string }[] = [
  { value: "whole", label: "in one column", hint: "input" },
  { value: "members", label: "one column for each argument", hint: "as evaluations want them" },
]

/** Inputs and outputs of spans become rows of a data set: a new version of one, or a new one. */
export function AddToDataset({ entity, project, spans, onClose }: AddToDatasetProps) {
  const navigate = useNavigate()
  const [name, setName] = useState("")
  const [inputAs, setInputAs] = useState<InputAs>("whole")
  const known = useQuery({
    queryKey: ["datasets", entity, project],
    queryFn: ({ signal }) => objectsApi.list(entity, project, "dataset", { limit: 100 }, signal),
  })
  const names = known.data?.objects.map((one) => one.name) ?? []
  const add = useMutation({
    mutationFn: () => tracesApi.addToDataset(entity, project, name, spans, inputAs),
    onSuccess: ({ added, rows, version }) => {
      const [told, action] = added
        ? [`${plural(added, "row")} added to ${name}: v${version} has ${plural(rows, "row")}`, open(version)]
        : [`${name} has these rows already`, undefined]
      toast.info(told, action)
      onClose()
    },
    onError: (error) => toast.error(error),
  })
  const open = (version: number) => ({
    label: "Open",
    run: () =>
      void navigate({
        to: "/$entity/$project/weave/objects/$name/versions/$version",
        params: { entity, project, name, version: `v${version}` },
      }),
  })
  const problem = nameProblem(name)
  return (
    <Dialog
      open
      onClose={onClose}
      title="Add to a data set"
      description={`Input and output of ${plural(spans.length, "span")} become ${spans.length === 1 ? "a row" : "rows"} of a new version.`}
    >
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (name && !problem) add.mutate()
        }}
      >
        <div className="space-y-1">
          <label htmlFor="dataset" className="text-ink-2 text-sm">
            Data set: one that is there, or the name of a new one
          </label>
          <Input
            id="dataset"
            list="datasets"
            placeholder="golden-answers"
            maxLength={128}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <datalist id="datasets">
            {names.map((one) => (
              <option key={one} value={one} />
            ))}
          </datalist>
          {name && (
            <span className="text-ink-3 text-sm">
              {problem ?? (names.includes(name) ? "A new version of it" : "A new data set")}
            </span>
          )}
        </div>
        <div className="flex items-center gap-2">
          <span className="text-ink-2 text-sm">Inputs</span>
          <Select size="sm" label="Inputs" value={inputAs} options={INPUTS} onChange={setInputAs} />
        </div>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={!name || problem !== null || add.isPending}>
            Add
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
