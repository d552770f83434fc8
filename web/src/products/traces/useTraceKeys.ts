import { useCommands } from "@/ui/commands"

interface TraceKeys {
  onView: () => void
  onMove: (step: 1 | -1) => void
  onToggle: () => void
  onError: () => void
  onFound: (step: 1 | -1) => void
}

/** The keys of a trace; `?` lists them. */
export function useTraceKeys({ onView, onMove, onToggle, onError, onFound }: TraceKeys): void {
  const group = "Trace"
  useCommands([
    { group, label: "Transcript, tree or timeline", keys: "v", icon: "trace", run: onView },
    { group, label: "Next span", keys: "j", quiet: true, run: () => onMove(1) },
    { group, label: "Previous span", keys: "k", quiet: true, run: () => onMove(-1) },
    { group, label: "Open or close the span", keys: "x", quiet: true, run: onToggle },
    { group, label: "Go to the next error", keys: "e", icon: "alert", run: onError },
    { group, label: "Next span that was found", keys: "n", quiet: true, run: () => onFound(1) },
    { group, label: "Previous span that was found", keys: "N", quiet: true, run: () => onFound(-1) },
  ])
}

/** What an arrow does to the span at hand: another span, or another state of it. Null for other keys. */
export function arrowStep(key: string, isOpen: boolean): 1 | -1 | "toggle" | "parent" | null {
  switch (key) {
    case "ArrowDown":
      return 1
    case "ArrowUp":
      return -1
    case "ArrowRight":
      return isOpen ? 1 : "toggle"
    case "ArrowLeft":
      return isOpen ? "toggle" : "parent"
    default:
      return null
  }
}
