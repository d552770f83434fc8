import { plural } from "@/lib/format"
import type { UrlPatch, UrlState } from "@/lib/urlState"
import { Button } from "@/ui/Button"
import { Chip } from "@/ui/Chip"
import { useCommands } from "@/ui/commands"
import { Icon } from "@/ui/Icon"
import { Menu } from "@/ui/Menu"
import { Select } from "@/ui/Select"
import { COLUMNS, columnsOf, toggled } from "./columns"
import { RANGES, rangeName, rangeOf, rangePatch, shortTime } from "./timeRange"

interface FollowBarProps {
  /** Whether new rows can come in by themselves. */
  follows: boolean
  /** Traces with something new since the list was paused. */
  waiting: number
  url: UrlState
  onChange: (change: UrlPatch) => void
}

/** The time that a list is about, whether it follows what comes, and its columns. */
export function FollowBar({ follows, waiting, url, onChange }: FollowBarProps) {
  const live = url.live !== "off"
  const toggle = () => onChange({ live: live ? "off" : null })
  useCommands(
    follows ? [{ group: "Traces", label: live ? "Pause" : "Follow", keys: "p", icon: "pause", run: toggle }] : [],
  )
  const shown = new Set(columnsOf(url).map((column) => column.id))
  return (
    <div className="flex h-9 shrink-0 items-center gap-2 border-line border-b px-4">
      <RangeSelect url={url} onChange={onChange} />
      {follows && (
        <Button size="sm" variant="ghost" icon={live ? "pause" : "play"} aria-pressed={live} title="p" onClick={toggle}>
          {live ? "Live" : waiting ? `Paused · ${plural(waiting, "new trace")}` : "Paused"}
        </Button>
      )}
      <span className="flex-1" />
      <Menu
        align="end"
        trigger={
          <Button size="sm" variant="ghost" icon="columns">
            Columns
          </Button>
        }
        entries={COLUMNS.map((column) => ({
          label: column.label,
          checked: shown.has(column.id),
          onSelect: () => onChange({ cols: toggled(url, column.id) }),
        }))}
      />
    </div>
  )
}

function RangeSelect({ url, onChange }: Pick<FollowBarProps, "url" | "onChange">) {
  const name = rangeName(url)
  if (name === "own") {
    const { since, until } = rangeOf(url, 0)
    return (
      <Chip active removeLabel="Remove the range of time" onRemove={() => onChange(rangePatch(null))}>
        <Icon name="clock" size={12} className="mr-1 inline" />
        {since === undefined ? "…" : shortTime(since, Date.now())} –{" "}
        {until === undefined ? "now" : shortTime(until, Date.now())}
      </Chip>
    )
  }
  return (
    <Select
      size="sm"
      label="Range of time"
      value={name}
      options={RANGES}
      onChange={(range) => onChange({ ...rangePatch(null), range: range === "all" ? null : range })}
    />
  )
}
