import { Button } from "@/ui/Button"
import { Menu } from "@/ui/Menu"
import { EXAMPLES } from "./examples"

const SHOWN = 70

interface PickProps {
  onPick: (query: string) => void
}

export function ExamplesMenu({ onPick }: PickProps) {
  const entries = EXAMPLES.map(({ title, query }) => ({ label: title, onSelect: () => onPick(query) }))
  return <Menu trigger={<Button size="sm">Examples</Button>} entries={entries} />
}

export function HistoryMenu({ queries, onPick }: PickProps & { queries: readonly string[] }) {
  const entries = queries.map((query) => ({
    label: <span className="font-mono text-sm">{shortened(query)}</span>,
    onSelect: () => onPick(query),
  }))
  const trigger = (
    <Button size="sm" icon="clock" disabled={queries.length === 0}>
      History
    </Button>
  )
  return <Menu trigger={trigger} entries={entries} />
}

function shortened(query: string): string {
  const line = query.replace(/\s+/g, " ").trim()
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line
}

interface DownloadMenuProps {
  disabled: boolean
  onCsv: () => void
  onArrow: () => void
}

export function DownloadMenu({ disabled, onCsv, onArrow }: DownloadMenuProps) {
  const trigger = (
    <Button size="sm" icon="download" disabled={disabled}>
      Download
    </Button>
  )
  const entries = [
    { label: "CSV: the rows shown", onSelect: onCsv },
    { label: "Arrow: all rows, asked again", onSelect: onArrow },
  ]
  return <Menu align="end" trigger={trigger} entries={entries} />
}
