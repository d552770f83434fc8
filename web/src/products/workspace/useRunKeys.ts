import type { RefObject } from "react"
import type { RunRow } from "@/api"
import { useCommands } from "@/ui/commands"

interface RunKeys {
  runs: readonly RunRow[]
  focused: string | null
  peeked: string | null
  grid: RefObject<HTMLElement | null>
  searchBox: RefObject<HTMLInputElement | null>
  onFocus: (runId: string) => void
  onPeek: (runId: string) => void
  onSelect: (runId: string) => void
  onToggleShown: (runId: string) => void
  onBaseline: (runId: string) => void
  onFilter: () => void
  onColumns: () => void
  onGroup: () => void
  onDiff: () => void
}

/**
 * The keys of the runs table; Enter, Space and the arrows stand in the table itself, so that buttons keep theirs.
 * Returns what moves the active row.
 */
export function useRunKeys(keys: RunKeys): (step: number) => void {
  const { runs, focused, peeked } = keys
  const move = (step: number) => {
    const at = runs.findIndex((run) => run.run_id === (peeked ?? focused))
    const next = runs[Math.min(Math.max(at < 0 ? 0 : at + step, 0), runs.length - 1)]
    if (!next) return
    keys.onFocus(next.run_id)
    if (peeked) keys.onPeek(next.run_id)
    else keys.grid.current?.focus({ preventScroll: true })
  }
  const onFocused = (act: (runId: string) => void) => () => focused && act(focused)
  useCommands([
    { group: "Runs", label: "Next run", keys: "j", quiet: true, run: () => move(1) },
    { group: "Runs", label: "Previous run", keys: "k", quiet: true, run: () => move(-1) },
    { group: "Runs", label: "Select the run", keys: "x", quiet: true, run: onFocused(keys.onSelect) },
    { group: "Runs", label: "Show or hide in charts", keys: "e", quiet: true, run: onFocused(keys.onToggleShown) },
    { group: "Runs", label: "Compare with this run", keys: "b", quiet: true, run: onFocused(keys.onBaseline) },
    { group: "Runs", label: "Compare the selected runs", keys: "d", icon: "columns", run: keys.onDiff },
    { group: "Runs", label: "Search runs", keys: "/", icon: "search", run: () => keys.searchBox.current?.focus() },
    { group: "Runs", label: "Filter runs", keys: "f", icon: "filter", run: keys.onFilter },
    { group: "Runs", label: "Group runs", keys: "v", icon: "group", run: keys.onGroup },
    { group: "Runs", label: "Choose columns", keys: "c", icon: "columns", run: keys.onColumns },
  ])
  return move
}
