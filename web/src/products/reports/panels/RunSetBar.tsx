import { useMemo, useState } from "react"
import type { Filter, JsonObject } from "@/api"
import { cx } from "@/lib/classNames"
import { plural } from "@/lib/format"
import { FilterButton, FilterChips, GroupButton } from "@/products/runs-table"
import { describe, partsOf } from "@/products/runs-table/filterTree"
import { valuesAmong } from "@/products/workspace/valuesAmong"
import { IconButton } from "@/ui/Button"
import { EditableText } from "@/ui/EditableText"
import { Icon } from "@/ui/Icon"
import { toast } from "@/ui/toasts"
import { asObject, asText } from "../document/blocks"
import { changedRunSet, NoRunSetFilter, type RunSet } from "../document/runSets"
import { useSetRuns } from "./useSetRuns"

interface RunSetBarProps {
  set: RunSet
  raw: JsonObject
  home: { entity: string; project: string }
  onChange: ((set: JsonObject) => void) | null
}

const NO_COLUMNS: string[] = []

/** Which runs the panels above show, in words; when editing, the filters and groups of the runs table. */
export function RunSetBar({ set, raw, home, onChange }: RunSetBarProps) {
  const one = useOne(set)
  const { total, waiting, error } = useSetRuns(one, NO_COLUMNS)
  const elsewhere = set.entity !== home.entity || set.project !== home.project
  const parts = partsOf(set.filter)
  const searched = asText(asObject(raw.search).query)
  return (
    <li className={cx("flex min-h-7 flex-wrap items-center gap-x-2 gap-y-1 text-sm", !set.enabled && "opacity-60")}>
      {onChange ? (
        <>
          <IconButton
            icon={set.enabled ? "eye" : "eyeOff"}
            label={set.enabled ? "Hide the run set" : "Show the run set"}
            className="size-6"
            onClick={() => onChange({ ...raw, enabled: !set.enabled })}
          />
          <EditableText
            value={set.name}
            label="Name of the run set"
            onSave={(name) => onChange({ ...raw, name })}
            className="font-medium"
          />
        </>
      ) : (
        <>
          <Icon name="group" size={13} className="text-ink-3" />
          <span className="font-medium">{set.name}</span>
        </>
      )}
      <span className="num text-ink-3">
        {error ? "cannot be read" : waiting ? "…" : plural(total, "run")}
        {elsewhere && ` of ${set.entity}/${set.project}`}
        {set.group.length > 0 && ` · by ${set.group.map((field) => field.replace(/^\w+\./, "")).join(", ")}`}
      </span>
      {set.search && <span className="text-ink-2">{`named like “${searched}”`}</span>}
      {!onChange && parts.parts.length > 0 && (
        <span className="text-ink-2">{parts.parts.map((part) => describe(part)).join(` ${parts.join} `)}</span>
      )}
      {set.unread > 0 && (
        <span className="text-warn">{`${plural(set.unread, "condition")} could not be read: more runs are shown`}</span>
      )}
      {onChange && <RunSetEditor set={set} raw={raw} onChange={onChange} />}
    </li>
  )
}

const useOne = (set: RunSet) => useMemo(() => [set], [set])

function RunSetEditor({ set, raw, onChange }: { set: RunSet; raw: JsonObject; onChange: (set: JsonObject) => void }) {
  const [filtering, setFiltering] = useState(false)
  const [grouping, setGrouping] = useState(false)
  const one = useOne(set)
  const { runs } = useSetRuns(one, NO_COLUMNS)
  const change = (next: { filter?: Filter | null; group?: string[] }) => {
    try {
      onChange(changedRunSet(raw, next))
    } catch (error) {
      if (!(error instanceof NoRunSetFilter)) throw error
      toast.error(error)
    }
  }
  const { entity, project } = set
  const filter = {
    entity,
    project,
    filter: set.filter,
    onChange: (next: Filter | null) => change({ filter: next }),
    valuesOf: (field: string) => valuesAmong(runs, field),
  }
  return (
    <>
      {set.unread === 0 && <FilterButton {...filter} open={filtering} onOpenChange={setFiltering} />}
      <GroupButton
        {...{ entity, project }}
        group={set.group}
        onChange={(group) => change({ group })}
        open={grouping}
        onOpenChange={setGrouping}
      />
      {set.unread === 0 && <FilterChips {...filter} />}
    </>
  )
}
