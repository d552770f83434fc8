import { useMutation } from "@tanstack/react-query"
import { type ReactNode, type RefObject, useState } from "react"
import { exportRuns, type RunsExport } from "@/api"
import { plural } from "@/lib/format"
import { saveBlob } from "@/lib/saveBlob"
import {
  ColumnPicker,
  FilterButton,
  FilterChips,
  GroupButton,
  type RunsQuery,
  serverFilter,
  type TableState,
} from "@/products/runs-table"
import { IconButton } from "@/ui/Button"
import { Input } from "@/ui/Input"
import { Menu } from "@/ui/Menu"
import { setDensity, useDensity } from "@/ui/theme"
import { useSettled } from "./useSettled"
import { valuesAmong } from "./valuesAmong"

interface RunsToolbarProps {
  entity: string
  project: string
  table: TableState
  onTable: (change: Partial<TableState>) => void
  runs: RunsQuery
  searchBox: RefObject<HTMLInputElement | null>
  filtering: boolean
  onFiltering: (open: boolean) => void
  choosing: boolean
  layout: ReactNode
  onChoosing: (open: boolean) => void
  grouping: boolean
  onGrouping: (open: boolean) => void
}

export function RunsToolbar(props: RunsToolbarProps) {
  const { entity, project, table, onTable, runs } = props
  const filter = {
    entity,
    project,
    filter: table.filter,
    onChange: (next: TableState["filter"]) => onTable({ filter: next }),
    valuesOf: (field: string) => valuesAmong(runs.runs, field),
  }
  return (
    <>
      <div className="flex h-10 shrink-0 items-center gap-0.5 border-line border-b px-2">
        <SearchBox box={props.searchBox} value={table.search} onChange={(search) => onTable({ search })} />
        <FilterButton {...filter} open={props.filtering} onOpenChange={props.onFiltering} />
        <GroupButton
          entity={entity}
          project={project}
          group={table.group}
          onChange={(group) => onTable({ group })}
          open={props.grouping}
          onOpenChange={props.onGrouping}
        />
        <IconButton icon="columns" label="Columns" shortcut="c" onClick={() => props.onChoosing(true)} />
        <TableMenu entity={entity} project={project} table={table} onTable={onTable} runs={runs} />
        <span className="ml-1 flex">{props.layout}</span>
      </div>
      <FilterChips {...filter} />
      <ColumnPicker
        entity={entity}
        project={project}
        columns={table.columns}
        onChange={(columns) => onTable({ columns })}
        open={props.choosing}
        onClose={() => props.onChoosing(false)}
      />
    </>
  )
}

interface SearchBoxProps {
  box: RefObject<HTMLInputElement | null>
  value: string
  onChange: (value: string) => void
}

function SearchBox({ box, value, onChange }: SearchBoxProps) {
  const [text, setText] = useState(value)
  useSettled(text, value, setText, onChange)
  return (
    <Input
      ref={box}
      size="sm"
      icon="search"
      aria-label="Search runs"
      placeholder="Search runs by name"
      className="mr-1 min-w-24 flex-1"
      value={text}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape") setText("")
        if (event.key === "Escape" || event.key === "Enter") box.current?.blur()
      }}
    />
  )
}

function TableMenu({
  entity,
  project,
  table,
  onTable,
  runs,
}: Pick<RunsToolbarProps, "entity" | "project" | "table" | "onTable" | "runs">) {
  const density = useDensity()
  const compact = density === "compact"
  const download = useMutation({
    mutationFn: async (format: RunsExport["format"]) => {
      const body = { filter: serverFilter(table), sort: table.sort, columns: table.columns, format }
      saveBlob(await exportRuns(entity, project, body), `${project}-runs.${format}`)
    },
  })
  const count = plural(runs.total, "run")
  return (
    <Menu
      align="end"
      trigger={<IconButton icon="more" label="More" />}
      entries={[
        { label: "Compact rows", checked: compact, onSelect: () => setDensity(compact ? "normal" : "compact") },
        "separator",
        { label: `Download ${count} as CSV`, icon: "download", onSelect: () => download.mutate("csv") },
        { label: `Download ${count} as Parquet`, icon: "download", onSelect: () => download.mutate("parquet") },
        "separator",
        { label: "Newest first", disabled: table.sort.length === 0, onSelect: () => onTable({ sort: [] }) },
        {
          label: "No baseline",
          disabled: table.baseline === null,
          onSelect: () => onTable({ baseline: null }),
        },
      ]}
    />
  )
}
