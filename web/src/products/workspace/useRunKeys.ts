import type { RefObject } from "react"
import type { RunRow } from "@/api"
import { type Command, useCommands } from "@/ui/commands"

interface RunKeys {
  runs: readonly RunRow[]
  focused: string | null
  peeked: string | null
  grid: RefObject<HTMLElement | null>
  onFocus: (runId: string) => void
  onPeek: (runId: string) => void
  onSelect: (runId: string) => void
  onToggleShown: (runId: string) => void
  onBaseline: (runId: string) => void
  onColumns: () => void
  onDiff: () => void
  /** What not every table of runs can do. */
  onSearch?: () => void
  onFilter?: () => void
  onGroup?: () => void
}

/**
 * The keys of a table of runs; Enter, Space and the arrows stand in the table itself, so that buttons keep theirs.
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
  const group = "Runs"
  const optional: (Omit<Command, "group" | "run"> & { run: (() => void) | undefined })[] = [
    { label: "Search runs", keys: "/", icon: "search", run: keys.onSearch },
    { label: "Filter runs", keys: "f", icon: "filter", run: keys.onFilter },
    { label: "Group runs", keys: "v", icon: "group", run: keys.onGroup },
  ]
  useCommands([
    { group, label: "Next run", keys: "j", quiet: true, run: () => move(1) },
    { group, label: "Previous run", keys: "k", quiet: true, run: () => move(-1) },
    { group, label: "Select the run", keys: "x", quiet: true, run: onFocused(keys.onSelect) },
    { group, label: "Show or hide in charts", keys: "e", quiet: true, run: onFocused(keys.onToggleShown) },
    { group, label: "Compare with this run", keys: "b", quiet: true, run: onFocused(keys.onBaseline) },
    { group, label: "Compare the selected runs", keys: "d", icon: "columns", run: keys.onDiff },
    { group, label: "Choose columns", keys: "c", icon: "columns", run: keys.onColumns },
    ...optional.flatMap(({ run, ...command }) => (run ? [{ ...command, group, run }] : [])),
  ])
  return move
}
